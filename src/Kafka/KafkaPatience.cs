using System.Diagnostics;
using QueryGen.Kafka.Native;

namespace QueryGen.Kafka;

/// <summary>How long calls to Kafka are waited for: in short steps, so that a thread that waits lives and can be stopped.</summary>
/// <param name="step">Called after each step; null: nobody is.</param>
/// <param name="giveUp">Waits no longer.</param>
internal sealed class KafkaPatience(Action? step = null, CancellationToken giveUp = default)
{
    private const int StepMs = 500;
    private const int PauseMs = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private long _since;

    /// <summary>How long the call that is being made has waited already. Safe from any thread.</summary>
    public TimeSpan Waiting => Interlocked.Read(ref _since) is var since and not 0 ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Repeats a call of librdkafka that can be repeated, until it succeeds or can no more.</summary>
    /// <param name="action">What it is, for the error.</param>
    /// <param name="call">Takes how long it may wait in milliseconds; gives librdkafka's error object, 0: none.</param>
    /// <exception cref="KafkaException">It failed, or nobody answers.</exception>
    public void For(string action, Func<int, nint> call)
    {
        Begin();
        try
        {
            for (nint error = call(StepMs); error != 0; error = call(StepMs))
            {
                if (IsOver || LibRdKafka.rd_kafka_error_is_retriable(error) == 0)
                {
                    KafkaException.ThrowIfFailed(error, action);
                }

                LibRdKafka.rd_kafka_error_destroy(error);
                step?.Invoke();

                // Some failures come at once.
                giveUp.WaitHandle.WaitOne(PauseMs);
            }
        }
        finally
        {
            End();
        }
    }

    /// <summary>Repeats a call that waits for up to so many milliseconds and then says that the time is up.</summary>
    /// <inheritdoc cref="For"/>
    public void ForCode(string action, Func<int, int> call)
    {
        Begin();
        try
        {
            int error;
            while ((error = call(StepMs)) == NativeErrors.TimedOut && !IsOver)
            {
                step?.Invoke();
            }

            KafkaException.ThrowIfFailed(error, action);
        }
        finally
        {
            End();
        }
    }

    /// <summary>One step of work that takes its time and can be done again.</summary>
    /// <exception cref="KafkaException">Nobody waits for it any more.</exception>
    public void Step(string action)
    {
        step?.Invoke();
        if (giveUp.IsCancellationRequested)
        {
            throw new KafkaException($"{action} is given up, as the worker stops.");
        }
    }

    private bool IsOver => giveUp.IsCancellationRequested || Waiting >= Longest;

    private void Begin() => Interlocked.Exchange(ref _since, Stopwatch.GetTimestamp());

    private void End() => Interlocked.Exchange(ref _since, 0);
}
