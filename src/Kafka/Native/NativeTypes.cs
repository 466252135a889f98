using System.Runtime.InteropServices;

namespace QueryGen.Kafka.Native;

/// <summary>librdkafka's <c>rd_kafka_message_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public byte* Payload;
    public nuint PayloadLength;
    public byte* Key;
    public nuint KeyLength;
    public long Offset;
    public nint Private;
}

/// <summary>librdkafka's <c>rd_kafka_topic_partition_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTopicPartition
{
    public nint Topic;
    public int Partition;
    public long Offset;
    public nint Metadata;
    public nuint MetadataLength;
    public nint Opaque;
    public int Error;
    public nint Private;
}

/// <summary>librdkafka's <c>rd_kafka_topic_partition_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTopicPartitionList
{
    public int Count;
    public int Size;
    public NativeTopicPartition* Elements;
}

/// <summary>librdkafka's <c>rd_kafka_vu_t</c>: one property of a record that is produced.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal struct NativeProperty
{
    [FieldOffset(0)]
    public NativePropertyKind Kind;

    [FieldOffset(8)]
    public nint Pointer;

    [FieldOffset(8)]
    public int Number;

    [FieldOffset(8)]
    public long LongNumber;

    [FieldOffset(16)]
    public nuint Length;
}

/// <summary>librdkafka's <c>rd_kafka_vtype_t</c>, as far as it is used.</summary>
internal enum NativePropertyKind
{
    Topic = 2,
    Partition = 3,
    Value = 4,
    Key = 5,
    Flags = 7,
    Timestamp = 8,
    Headers = 10,
}

/// <summary>librdkafka's error codes that are told apart.</summary>
internal static class NativeErrors
{
    public const int None = 0;
    public const int AssignPartitions = -175;
    public const int PartitionEnd = -191;
    public const int AllBrokersDown = -187;
    public const int Transport = -195;
    public const int Resolve = -193;
    public const int TimedOut = -185;
    public const int QueueFull = -184;
    public const int NoOffset = -168;
    public const int Fatal = -150;
}
