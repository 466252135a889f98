using System.Reflection;
using System.Runtime.InteropServices;

namespace QueryGen.Kafka.Native;

/// <summary>librdkafka's functions that the data path calls, with no object between.</summary>
internal static unsafe partial class LibRdKafka
{
    private const string Library = "librdkafka";

    // What the package has for different systems (the first one needs a newer SASL library than Debian's), then the system's own.
    private static readonly string[] Names = [Library, "centos8-librdkafka", "alpine-librdkafka", "librdkafka.so.1"];
    private static readonly Lazy<nint> Found = new(Find);

    static LibRdKafka() => NativeLibrary.SetDllImportResolver(typeof(LibRdKafka).Assembly, Resolve);

    /// <summary>Finds the native library for this assembly and for Confluent.Kafka, once.</summary>
    /// <exception cref="KafkaException">It is not there.</exception>
    public static void Load()
    {
        lock (Library)
        {
            if (_isLoaded)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(typeof(Confluent.Kafka.Library).Assembly, ResolveConfluent);
            try
            {
                _ = rd_kafka_version();
            }
            catch (DllNotFoundException missing)
            {
                throw new KafkaException(
                    "The native library librdkafka is not found. The package librdkafka.redist brings it for the usual platforms; "
                    + "elsewhere install your system's, for instance 'apt-get install librdkafka1'.",
                    missing);
            }

            _isLoaded = true;
        }
    }

    private static bool _isLoaded;

    [LibraryImport(Library)]
    public static partial int rd_kafka_version();

    [LibraryImport(Library)]
    public static partial nint rd_kafka_err2str(int error);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_conf_new();

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_destroy(nint conf);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_conf_set(nint conf, string name, string value, byte* error, nuint errorLength);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_opaque(nint conf, nint opaque);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_rebalance_cb(
        nint conf, delegate* unmanaged[Cdecl]<nint, int, NativeTopicPartitionList*, nint, void> callback);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_error_cb(
        nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, nint, void> callback);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_dr_msg_cb(
        nint conf, delegate* unmanaged[Cdecl]<nint, NativeMessage*, nint, void> callback);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_new(int type, nint conf, byte* error, nuint errorLength);

    [LibraryImport(Library)]
    public static partial void rd_kafka_destroy_flags(nint client, int flags);

    [LibraryImport(Library)]
    public static partial int rd_kafka_poll(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial int rd_kafka_poll_set_consumer(nint client);

    [LibraryImport(Library)]
    public static partial int rd_kafka_consumer_close(nint client);

    [LibraryImport(Library)]
    public static partial int rd_kafka_subscribe(nint client, NativeTopicPartitionList* topics);

    [LibraryImport(Library)]
    public static partial int rd_kafka_assign(nint client, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    public static partial int rd_kafka_pause_partitions(nint client, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    public static partial int rd_kafka_resume_partitions(nint client, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    public static partial int rd_kafka_commit_queue(
        nint client, NativeTopicPartitionList* offsets, nint queue, nint callback, nint opaque);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_queue_new(nint client);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_queue_poll(nint queue, int timeoutMs);

    [LibraryImport(Library)]
    public static partial int rd_kafka_event_error(nint answer);

    [LibraryImport(Library)]
    public static partial void rd_kafka_event_destroy(nint answer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_query_watermark_offsets(
        nint client, string topic, int partition, out long low, out long high, int timeoutMs);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_get_watermark_offsets(nint client, string topic, int partition, out long low, out long high);

    [LibraryImport(Library)]
    public static partial int rd_kafka_fatal_error(nint client, byte* error, nuint errorLength);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_queue_get_consumer(nint client);

    [LibraryImport(Library)]
    public static partial void rd_kafka_queue_destroy(nint queue);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_consume_batch_queue(nint queue, int timeoutMs, NativeMessage** messages, nuint most);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial long rd_kafka_message_timestamp(NativeMessage* message, int* kind);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int rd_kafka_message_headers(NativeMessage* message, out nint headers);

    [LibraryImport(Library)]
    public static partial int rd_kafka_header_get_all(nint headers, nuint index, out byte* name, out byte* value, out nuint length);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void rd_kafka_message_destroy(NativeMessage* message);

    [LibraryImport(Library)]
    public static partial NativeTopicPartitionList* rd_kafka_topic_partition_list_new(int size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeTopicPartition* rd_kafka_topic_partition_list_add(
        NativeTopicPartitionList* list, string topic, int partition);

    [LibraryImport(Library)]
    public static partial NativeTopicPartitionList* rd_kafka_topic_partition_list_copy(NativeTopicPartitionList* list);

    [LibraryImport(Library)]
    public static partial void rd_kafka_topic_partition_list_destroy(NativeTopicPartitionList* list);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rd_kafka_topic_new(nint client, string topic, nint conf);

    [LibraryImport(Library)]
    public static partial void rd_kafka_topic_destroy(nint topic);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_topic_name(nint topic);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_produceva(nint client, NativeProperty* properties, nuint count);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_headers_new(nuint initialCount);

    [LibraryImport(Library)]
    public static partial int rd_kafka_header_add(nint headers, byte* name, nint nameLength, byte* value, nint valueLength);

    [LibraryImport(Library)]
    public static partial void rd_kafka_headers_destroy(nint headers);

    [LibraryImport(Library)]
    public static partial int rd_kafka_flush(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_init_transactions(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_begin_transaction(nint client);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_send_offsets_to_transaction(
        nint client, NativeTopicPartitionList* offsets, nint groupMetadata, int timeoutMs);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_commit_transaction(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_abort_transaction(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_consumer_group_metadata(nint client);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rd_kafka_consumer_group_metadata_new(string group);

    [LibraryImport(Library)]
    public static partial int rd_kafka_committed(nint client, NativeTopicPartitionList* partitions, int timeoutMs);

    [LibraryImport(Library)]
    public static partial void rd_kafka_consumer_group_metadata_destroy(nint groupMetadata);

    [LibraryImport(Library)]
    public static partial int rd_kafka_error_code(nint error);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_error_string(nint error);

    [LibraryImport(Library)]
    public static partial int rd_kafka_error_is_retriable(nint error);

    [LibraryImport(Library)]
    public static partial void rd_kafka_error_destroy(nint error);

    /// <summary>The library, for the declarations of an assembly.</summary>
    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Library ? Found.Value : 0;

    // Both must have the same one, as objects go from one to the other.
    private static nint ResolveConfluent(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        "libdl" when NativeLibrary.TryLoad("libdl.so.2", out nint library) => library,
        _ when name.Contains(Library, StringComparison.Ordinal) => Found.Value,
        _ => 0,
    };

    private static nint Find()
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(LibRdKafka).Assembly, null, out nint library))
            {
                return library;
            }
        }

        return 0;
    }
}
