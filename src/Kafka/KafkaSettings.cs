using System.Globalization;
using QueryGen.Hosting;
using QueryGen.Kafka.Native;

namespace QueryGen.Kafka;

/// <summary>The properties of <c>QueryGen:Kafka</c>, and the clients that are made of them.</summary>
/// <remarks>Every property goes to librdkafka as it is; what exactly once rests on cannot be changed.</remarks>
internal sealed unsafe class KafkaSettings
{
    private const int ProducerType = 0;
    private const int ConsumerType = 1;

    /// <summary>A member of this name keeps its partitions over a restart. Each thread gets its number behind it.</summary>
    private const string StaticMember = "group.instance.id";
    private const int DefaultSessionTimeoutMs = 45_000;

    // What the worker sets itself: other values would break its promises.
    private static readonly string[] Fixed =
    [
        "group.id", "transactional.id", "enable.auto.commit", "enable.auto.offset.store", "enable.partition.eof", "isolation.level",
        "partition.assignment.strategy", "enable.idempotence", "delivery.report.only.error",
    ];

    private readonly Dictionary<string, string> _properties;

    /// <exception cref="InvalidOperationException">A property is not known, has a value that cannot be, or is the worker's own.</exception>
    public KafkaSettings(QueryGenOptions options)
    {
        LibRdKafka.Load();
        _properties = options.Kafka;
        ApplicationId = options.ApplicationId;
        IsExactlyOnce = options.ProcessingGuarantee == ProcessingGuarantee.ExactlyOnceV2;
        SessionTimeout = TimeSpan.FromMilliseconds(
            int.TryParse(_properties.GetValueOrDefault("session.timeout.ms"), CultureInfo.InvariantCulture, out int set)
                ? set
                : DefaultSessionTimeoutMs);
        foreach ((string name, string value) in _properties)
        {
            if (Fixed.Contains(name, StringComparer.Ordinal))
            {
                throw new InvalidOperationException($"QueryGen:Kafka:{name} is set by the worker; take the key away.");
            }

            nint conf = LibRdKafka.rd_kafka_conf_new();
            try
            {
                Set(conf, name, value);
            }
            finally
            {
                LibRdKafka.rd_kafka_conf_destroy(conf);
            }
        }
    }

    public string ApplicationId { get; }

    public bool IsExactlyOnce { get; }

    /// <summary>After how long without a word a member is taken for dead.</summary>
    public TimeSpan SessionTimeout { get; }

    public string Servers => _properties["bootstrap.servers"];

    /// <summary>The properties, for the admin client.</summary>
    public IReadOnlyDictionary<string, string> Properties => _properties;

    /// <summary>A consumer; its handlers are set with <paramref name="configure"/>.</summary>
    public nint CreateConsumer(string groupId, int member, Action<nint> configure)
    {
        List<KeyValuePair<string, string>> own =
        [
            new("group.id", groupId),
            new("enable.auto.commit", "false"),
            new("enable.auto.offset.store", "false"),
            new("enable.partition.eof", "true"),
            new("isolation.level", "read_committed"),

            // Range gives equal numbers of partitions of all topics to the same member: partition 3 of each topic meets in one task.
            new("partition.assignment.strategy", "range"),
            new("auto.offset.reset", _properties.GetValueOrDefault("auto.offset.reset", "earliest")),
            new("fetch.wait.max.ms", _properties.GetValueOrDefault("fetch.wait.max.ms", "100")),
        ];
        if (member > 0 && _properties.TryGetValue(StaticMember, out string? instance))
        {
            own.Add(new(StaticMember, $"{instance}-{member}"));
        }

        return Create(ConsumerType, configure, own);
    }

    /// <summary>A client that sees how far topics reach, uncommitted records counted.</summary>
    public nint CreateObserver() => Create(ConsumerType, null, [new("isolation.level", "read_uncommitted")]);

    /// <summary>A producer; transactional where an id is given.</summary>
    public nint CreateProducer(string? transactionalId, Action<nint> configure)
    {
        List<KeyValuePair<string, string>> own =
        [
            new("enable.idempotence", "true"),
            new("delivery.report.only.error", "true"),
            new("linger.ms", _properties.GetValueOrDefault("linger.ms", "5")),
            new("queue.buffering.max.messages", _properties.GetValueOrDefault("queue.buffering.max.messages", "500000")),
        ];
        if (transactionalId is not null)
        {
            own.Add(new("transactional.id", transactionalId));

            // How long the records of a killed worker keep the readers of its topics waiting.
            own.Add(new("transaction.timeout.ms", _properties.GetValueOrDefault("transaction.timeout.ms", "10000")));
        }

        return Create(ProducerType, configure, own);
    }

    private nint Create(int type, Action<nint>? configure, IEnumerable<KeyValuePair<string, string>> own)
    {
        nint conf = LibRdKafka.rd_kafka_conf_new();
        byte* error = stackalloc byte[512];
        try
        {
            // A worker is back soon after its broker; librdkafka waits up to 10 s.
            Set(conf, "reconnect.backoff.max.ms", "1000");
            foreach ((string name, string value) in _properties.Where(property => property.Key != StaticMember).Concat(own))
            {
                Set(conf, name, value);
            }

            // librdkafka writes to stderr otherwise; what matters comes as an error.
            if (!_properties.ContainsKey("log_level"))
            {
                LibRdKafka.rd_kafka_conf_set_log_cb(conf, 0);
            }

            configure?.Invoke(conf);
            nint client = LibRdKafka.rd_kafka_new(type, conf, error, 512);
            if (client == 0)
            {
                throw new KafkaException($"No Kafka client can be made: {Utf8(error)}.");
            }

            conf = 0;
            return client;
        }
        finally
        {
            if (conf != 0)
            {
                LibRdKafka.rd_kafka_conf_destroy(conf);
            }
        }
    }

    private static void Set(nint conf, string name, string value)
    {
        byte* error = stackalloc byte[512];
        if (LibRdKafka.rd_kafka_conf_set(conf, name, value, error, 512) != 0)
        {
            throw new InvalidOperationException($"QueryGen:Kafka:{name} cannot be used: {Utf8(error)}.");
        }
    }

    private static string? Utf8(byte* text) => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)text);
}
