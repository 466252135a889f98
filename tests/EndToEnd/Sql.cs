using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using QueryGen.Testing;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>A script, compiled by the real compiler and run by the test driver: records in, records out.</summary>
/// <remarks>A record is written <c>key | value | timestamp</c>, a windowed one <c>key [start, end) | value | timestamp</c>,
/// one of a session <c>key [start, end] | value | timestamp</c>.</remarks>
internal sealed partial class Sql
{
    private readonly Assembly _assembly;
    private readonly List<(string Topic, byte[]? Key, byte[]? Value, long TimestampMs, TestHeader[] Headers)> _inputs = [];
    private TopologyTestDriver? _driver;
    private int _partitions = 1;

    private Sql(Assembly assembly) => _assembly = assembly;

    public static Sql Run(string script, string csharp = "") => new(CompiledScript.LoadAssembly(script, csharp));

    /// <summary>A project that asks something of the typed handles: C# in which <c>queries</c> is the <c>CompiledQueries</c>.</summary>
    public static Sql WithQuestion(string script, string csharp) => Run(script, $$"""
        using System;
        using System.Linq;
        using QueryGen.Testing;
        using Test.Queries;

        namespace Test;

        internal static class Probe
        {
            public static string Run(TopologyTestDriver driver)
            {
                driver.Run();
                return FormattableString.Invariant($"{Ask(driver.Handles(handles => new CompiledQueries(handles)))}");
            }

            private static object? Ask(CompiledQueries queries) => {{csharp}};
        }
        """);

    /// <summary>What the C# of <see cref="WithQuestion"/> gives.</summary>
    public Sql Answers(string expected)
    {
        Assert.Equal(expected, Probe());
        return this;
    }

    /// <summary>Every topic has so many partitions.</summary>
    public Sql OnPartitions(int partitions)
    {
        _partitions = partitions;
        return this;
    }

    public Sql In(string topic, string? key, string? value, long at = 0, params TestHeader[] headers)
    {
        byte[]? keyBytes = key is null ? null : Encoding.Latin1.GetBytes(key);
        _inputs.Add((topic, keyBytes, value is null ? null : Encoding.UTF8.GetBytes(value), at, headers));
        return this;
    }

    /// <summary>The records of a topic are exactly these, in this order.</summary>
    public Sql Gives(string topic, params string[] records)
    {
        TestTopic output = Driver().Topic(topic);
        if (records.Select(record => Window().Match(record)).FirstOrDefault(window => window.Success) is { } found)
        {
            output.WindowSizeMs = long.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture)
                - long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        string[] seeds = _inputs.Where(input => input.Topic == topic).Select(input => Print(input.Key, input.Value,
            input.TimestampMs)).ToArray();
        Assert.Equal(records, output.ReadAll().Select(record => record.ToString()).Skip(seeds.Length));
        return this;
    }

    /// <summary>The last record of a topic is this.</summary>
    public Sql GivesLast(string topic, string record)
    {
        Assert.Equal(record, Driver().Topic(topic).ReadAll()[^1].ToString());
        return this;
    }

    /// <summary>So many columns became NULL because their expression failed.</summary>
    public Sql RowErrors(int columns)
    {
        Assert.Equal(columns, Driver().RowErrors);
        return this;
    }

    /// <summary>What the project's <c>Probe.Run</c>, which gets the driver, returns.</summary>
    public string Probe() =>
        (string)_assembly.GetType("Test.Probe", throwOnError: true)!.GetMethod("Run")!.Invoke(null, [Driver()])!;

    /// <summary>The values that a topic holds, as text.</summary>
    public IReadOnlyList<string?> Values(string topic) => [.. Driver().Topic(topic).ReadAll().Select(record => record.ValueText)];

    /// <summary>So many records could not be read.</summary>
    public Sql Skipped(int records)
    {
        Assert.Equal(records, Driver().FailedRecords);
        return this;
    }

    /// <summary>So many rows came after the close of their window.</summary>
    public Sql Late(int rows)
    {
        Assert.Equal(rows, Driver().LateRows);
        return this;
    }

    /// <summary>The lines that the run has reported.</summary>
    public IReadOnlyList<string> Events => Driver().Events;

    /// <summary>Everything that was piped is processed; then all tasks stop, and start again from their changelogs.</summary>
    public Sql Restart()
    {
        Driver().Restart();
        return this;
    }

    private TopologyTestDriver Driver()
    {
        _driver ??= new TopologyTestDriver(CompiledScript.TopologyOf(_assembly), new TestDriverOptions { Partitions = _partitions });
        foreach ((string topic, byte[]? key, byte[]? value, long timestampMs, TestHeader[] headers) in _inputs)
        {
            _driver.Topic(topic).PipeBytes(Memory(key), Memory(value), timestampMs, headers);
        }

        _inputs.Clear();
        return _driver;
    }

    private static string Print(byte[]? key, byte[]? value, long timestampMs) =>
        $"{Text(key)} | {Text(value)} | {timestampMs}";

    // A null array would become an empty memory, which is a value.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory();

    private static string Text(byte[]? bytes) => bytes is null ? "null" : Encoding.UTF8.GetString(bytes);

    [GeneratedRegex(@"\[(\d+), (\d+)\) \| ")]
    private static partial Regex Window();
}
