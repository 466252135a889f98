using System.Runtime.InteropServices;
using QueryGen.Kafka.Native;

namespace QueryGen.Kafka;

/// <summary>Kafka, or the way to it, refused. A worker then goes back to its last commit, by itself.</summary>
public sealed class KafkaException : IOException
{
    /// <summary>A failure with its reason.</summary>
    public KafkaException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>A failure without a reason.</summary>
    public KafkaException()
    {
    }

    /// <summary>A failure with its reason.</summary>
    public KafkaException(string message)
        : base(message)
    {
    }

    /// <summary>Throws where librdkafka returned an error code.</summary>
    internal static void ThrowIfFailed(int error, string action)
    {
        if (error != NativeErrors.None)
        {
            throw new KafkaException($"{action} failed: {Text(error)}.");
        }
    }

    /// <summary>Throws where librdkafka returned an error object, and frees it.</summary>
    internal static void ThrowIfFailed(nint error, string action)
    {
        if (error != 0)
        {
            string text = Marshal.PtrToStringUTF8(LibRdKafka.rd_kafka_error_string(error)) ?? "unknown error";
            LibRdKafka.rd_kafka_error_destroy(error);
            throw new KafkaException($"{action} failed: {text}.");
        }
    }

    internal static string Text(int error) => Marshal.PtrToStringUTF8(LibRdKafka.rd_kafka_err2str(error)) ?? "unknown error";
}
