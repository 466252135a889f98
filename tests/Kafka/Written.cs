using System.Text;
using QueryGen.Kafka.Native;
using QueryGen.Serdes;

namespace QueryGen.Kafka.Tests;

/// <summary>Records that tests write with the worker's own producer.</summary>
internal static unsafe class Written
{
    public static void One(KafkaProducer producer, string topic, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = bytes)
        {
            producer.Write(producer.Topic(topic), 0, new RecordRef(start, -1, start, bytes.Length, start, 0, 1_700_000_000_000, 0));
        }
    }

    public static void Commit(KafkaSettings settings, KafkaProducer producer)
    {
        using KafkaConsumer consumer = new(settings, "written");
        NativeTopicPartitionList* none = LibRdKafka.rd_kafka_topic_partition_list_new(0);
        try
        {
            producer.Commit(consumer.Client, none);
        }
        finally
        {
            LibRdKafka.rd_kafka_topic_partition_list_destroy(none);
        }
    }
}
