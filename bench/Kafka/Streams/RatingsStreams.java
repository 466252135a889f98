import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;

/** The same queries on Kafka Streams, with Jackson, as they are commonly written: RatingsStreams filter|pipeline SERVERS RECORDS. */
public final class RatingsStreams {
    public static final class Rating {
        @JsonProperty("rating_id") public long ratingId;
        @JsonProperty("user_id") public int userId;
        @JsonProperty("stars") public int stars;
        @JsonProperty("route_id") public int routeId;
        @JsonProperty("rating_time") public long ratingTime;
        @JsonProperty("channel") public String channel;
        @JsonProperty("message") public String message;
    }

    public static final class Customer {
        @JsonProperty("full_name") public String fullName;
        @JsonProperty("email") public String email;
        @JsonProperty("club_status") public String clubStatus;
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong PASSED = new AtomicLong();
    private static final AtomicLong WRITTEN = new AtomicLong();

    private static <T> Serde<T> json(Class<T> type) {
        Deserializer<T> reader = (topic, bytes) -> {
            try {
                return bytes == null ? null : JSON.readValue(bytes, type);
            } catch (Exception error) {
                throw new RuntimeException(error);
            }
        };
        return Serdes.serdeFrom((topic, value) -> {
            try {
                return value == null ? null : JSON.writeValueAsBytes(value);
            } catch (Exception error) {
                throw new RuntimeException(error);
            }
        }, reader);
    }

    private static void filter(StreamsBuilder builder) {
        builder.stream("filter-ratings", Consumed.with(Serdes.ByteArray(), json(Rating.class)))
            .peek((key, rating) -> PASSED.incrementAndGet())
            .filter((key, rating) -> rating.stars < 3)
            .peek((key, rating) -> WRITTEN.incrementAndGet())
            .to("streams-ratings", Produced.with(Serdes.ByteArray(), json(Rating.class)));
    }

    private static void pipeline(StreamsBuilder builder) {
        KTable<Integer, Customer> customers = builder.table("club-customers", Consumed.with(Serdes.Integer(), json(Customer.class)));
        KStream<Integer, Rating> ratings = builder.stream("club-ratings", Consumed.with(Serdes.Integer(), json(Rating.class)));
        ratings.peek((key, rating) -> PASSED.incrementAndGet())
            .filter((key, rating) -> rating.stars >= 1 && rating.stars <= 5)
            .join(customers, (rating, customer) -> customer.clubStatus, Joined.with(Serdes.Integer(), json(Rating.class), json(Customer.class)))
            .groupBy((key, club) -> club, Grouped.with(Serdes.String(), Serdes.String()))
            .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(1), Duration.ofSeconds(10)))
            .aggregate(() -> 0L, (club, rating, count) -> {
                WRITTEN.incrementAndGet();
                return count + 1;
            }, org.apache.kafka.streams.kstream.Materialized.with(Serdes.String(), Serdes.Long()))
            .toStream((windowed, count) -> windowed.key())
            .to("streams-counts", Produced.with(Serdes.String(), Serdes.Long()));
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    public static void main(String[] arguments) throws Exception {
        long records = Long.parseLong(arguments[2]);
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "streams-" + UUID.randomUUID());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[1]);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("streams").toString());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
        settings.put("auto.offset.reset", "earliest");
        StreamsBuilder builder = new StreamsBuilder();
        if (arguments[0].equals("filter")) {
            filter(builder);
        } else {
            pipeline(builder);
        }

        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        streams.start();
        while (PASSED.get() < records / 10) {
            Thread.sleep(2);
        }

        long first = PASSED.get();
        double cpu = cpuSeconds();
        long start = System.nanoTime();

        // At its end when all has been read, and nothing has been written for a while.
        long end = System.nanoTime();
        long written = -1;
        for (int quiet = 0; quiet < 100; quiet++) {
            Thread.sleep(5);
            if (PASSED.get() < records || WRITTEN.get() != written) {
                written = WRITTEN.get();
                quiet = 0;
                end = System.nanoTime();
            }
        }

        System.out.println("measured " + (records - first) + " " + (end - start) / 1e9 + " " + (cpuSeconds() - cpu) + " -1");
        streams.close(Duration.ofSeconds(10));
    }
}
