using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using QueryGen.Bench.Micro;

// In this process: the queries are compiled into it, and a project of BenchmarkDotNet's own would have to build them again.
// ./build.sh bench micro [-- --filter *Decoders* …]: BenchmarkDotNet's own arguments.
ManualConfig config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithClock(new ProcessorClock()))
    .AddDiagnoser(MemoryDiagnoser.Default);
string[] arguments = args.Length == 0 ? ["--filter", "*"] : args;
return BenchmarkSwitcher.FromAssembly(typeof(Decoders).Assembly).Run(arguments, config)
    .Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
