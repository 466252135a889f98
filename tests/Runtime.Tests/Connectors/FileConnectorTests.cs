using QueryGen.Connectors;
using QueryGen.Tests.Log;
using Xunit;

namespace QueryGen.Tests.Connectors;

public sealed class FileConnectorTests : IDisposable
{
    private readonly ConnectorFixture _fixture = new(ConnectorFixture.Customers);

    private string Path => _fixture.Folder["customers.jsonl"];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Whole_lines_are_taken_as_they_are_appended()
    {
        using ConnectorOutput output = _fixture.Output();
        using FileSourceConnector connector = new(_fixture.Target, ConnectorFixture.Settings(("file", Path)), null);
        Assert.NotNull(await ConnectorFixture.DrainAsync(connector, output));

        await File.WriteAllTextAsync(Path, "{\"id\":1,\"name\":\"Ada\"}\n{\"id\":2,\"na");
        await ConnectorFixture.DrainAsync(connector, output);
        Assert.Equal(["""{"NAME":"Ada","CLUB_STATUS":null}"""], _fixture.Values);

        await File.AppendAllTextAsync(Path, "me\":\"Bo\",\"club_status\":\"gold\"}\r\n");
        await ConnectorFixture.DrainAsync(connector, output);
        Assert.Equal(["""{"NAME":"Ada","CLUB_STATUS":null}""", """{"NAME":"Bo","CLUB_STATUS":"gold"}"""], _fixture.Values);
        Assert.Equal(["\0\0\0\u0001", "\0\0\0\u0002"], EmbeddedLogTests.Read(_fixture.Topic, 0).Select(record => record.Key));
    }

    [Fact]
    public async Task A_restart_goes_on_behind_the_last_line()
    {
        await File.WriteAllTextAsync(Path, "{\"id\":1,\"name\":\"Ada\"}\n");
        await RunAsync();
        await File.AppendAllTextAsync(Path, "{\"id\":2,\"name\":\"Bo\"}\n");
        await RunAsync();
        Assert.Equal(2, _fixture.Values.Count());
        await RunAsync();
        Assert.Equal(2, _fixture.Values.Count());
    }

    [Fact]
    public async Task A_line_that_cannot_be_used_is_counted_and_the_next_one_taken()
    {
        await File.WriteAllTextAsync(Path, "{\"id\":1}\nno json\n[1]\n{\"id\":\"x\"}\n{\"id\":2}\n");
        using ConnectorOutput output = _fixture.Output();
        using FileSourceConnector connector = new(_fixture.Target, ConnectorFixture.Settings(("file", Path), ("mode", "once")), null);
        Assert.Null(await connector.PollAsync(output, default));
        Assert.Equal((2, 3), (output.Added, output.Rejected));
    }

    [Fact]
    public async Task Csv_columns_are_found_by_their_header_also_after_a_restart()
    {
        string path = _fixture.Folder["customers.csv"];
        await File.WriteAllTextAsync(path, "club_status,unknown,ID,name\ngold,x,1,\"Ada, \"\"the\"\" first\"\n");
        await RunAsync(("file", path));
        await File.AppendAllTextAsync(path, ",y,2,Bo\n");
        await RunAsync(("file", path));
        Assert.Equal(
            ["""{"NAME":"Ada, \"the\" first","CLUB_STATUS":"gold"}""", """{"NAME":"Bo","CLUB_STATUS":null}"""], _fixture.Values);
    }

    [Fact]
    public async Task A_file_made_anew_is_read_from_its_start()
    {
        await File.WriteAllTextAsync(Path, "{\"id\":1,\"name\":\"a long name for a start\"}\n");
        await RunAsync();
        await File.WriteAllTextAsync(Path, "{\"id\":2}\n");
        await RunAsync();
        Assert.Equal(2, _fixture.Values.Count());
    }

    [Theory]
    [InlineData("tail")]
    [InlineData("once")]
    public async Task A_line_too_long_is_passed_over_and_the_next_one_taken(string mode)
    {
        (string, string)[] settings = [("file", Path), ("mode", mode), ("max.line.bytes", "300000")];
        string tooLong = "{\"id\":2,\"name\":\"" + new string('x', 1_000_000) + "\"}";
        string fits = "{\"id\":3,\"name\":\"" + new string('y', 290_000) + "\"}";
        await File.WriteAllTextAsync(Path, $"{{\"id\":1}}\n{tooLong}\n{fits}\n{tooLong}");
        await RunAsync(settings);

        // Also where a restart finds the line cut by the end of the file.
        await File.AppendAllTextAsync(Path, $"{tooLong}\n{{\"id\":5}}\n");
        await RunAsync(settings);

        Assert.Equal(
            ["\0\0\0\u0001", "\0\0\0\u0003", "\0\0\0\u0005"],
            EmbeddedLogTests.Read(_fixture.Topic, 0).Select(record => record.Key));
    }

    [Theory]
    [InlineData("out.jsonl", "{\"ID\":1,\"NAME\":\"Ada\",\"CLUB_STATUS\":null}\n{\"ID\":2,\"NAME\":\"Bo\",\"CLUB_STATUS\":\"gold\"}\n")]
    [InlineData("out.csv", "ID,NAME,CLUB_STATUS\n1,Ada,\n2,Bo,gold\n")]
    public async Task A_sink_writes_each_row_once_also_when_it_was_cut_short(string name, string expected)
    {
        string path = _fixture.Folder[name];
        string position;
        using (FileSinkConnector sink = new(_fixture.Target, ConnectorFixture.Settings(("file", path)), null))
        {
            sink.Add([1, "Ada", null], isTombstone: false);
            await sink.FlushAsync(default);
            position = sink.Position;
            sink.Add([2, "Bo", "gold"], isTombstone: false);
            await sink.FlushAsync(default);
        }

        // The position of the second row was never committed, so it comes again.
        using (FileSinkConnector sink = new(_fixture.Target, ConnectorFixture.Settings(("file", path)), position))
        {
            sink.Add([2, "Bo", "gold"], isTombstone: false);
            await sink.FlushAsync(default);
        }

        Assert.Equal(expected, await File.ReadAllTextAsync(path));
    }

    private async Task RunAsync(params (string Name, string Value)[] properties)
    {
        using ConnectorOutput output = _fixture.Output();
        ConnectorSettings settings = ConnectorFixture.Settings(properties.Length > 0 ? properties : [("file", Path)]);
        using FileSourceConnector connector = new(_fixture.Target, settings, output.Position);
        await ConnectorFixture.DrainAsync(connector, output);
    }
}
