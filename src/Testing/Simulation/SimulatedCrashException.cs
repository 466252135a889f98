namespace QueryGen.Testing.Simulation;

/// <summary>The simulated machine has no power: nothing that the program does counts any more.</summary>
internal sealed class SimulatedCrashException : Exception
{
    /// <summary>Says when.</summary>
    public SimulatedCrashException(string message)
        : base(message)
    {
    }

    /// <summary>Says nothing.</summary>
    public SimulatedCrashException()
    {
    }

    /// <summary>Says why.</summary>
    public SimulatedCrashException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
