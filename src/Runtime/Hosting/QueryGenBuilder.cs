using Microsoft.Extensions.DependencyInjection;
using QueryGen.Access;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>Adds topologies to a worker.</summary>
public sealed class QueryGenBuilder
{
    internal QueryGenBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Runs a topology in the worker.</summary>
    public QueryGenBuilder AddTopology(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        Services.AddSingleton(topology);
        return this;
    }

    /// <summary>Runs a topology in the worker and offers its typed handles as a service.</summary>
    /// <typeparam name="THandles">The generated <c>CompiledQueries</c>.</typeparam>
    /// <param name="topology">The topology.</param>
    /// <param name="handles">Makes the handles; called once, when somebody first asks for them.</param>
    public QueryGenBuilder AddTopology<THandles>(Topology topology, Func<HandleFactory, THandles> handles)
        where THandles : class
    {
        ArgumentNullException.ThrowIfNull(handles);
        Services.AddSingleton(services => handles(new HandleFactory(topology, services.GetRequiredService<RuntimeConnection>())));
        return AddTopology(topology);
    }

    /// <summary>Offers the class of a query as a service.</summary>
    /// <typeparam name="THandles">The generated <c>CompiledQueries</c>, which was added before.</typeparam>
    /// <typeparam name="TQuery">The user's class with <c>[Query]</c>.</typeparam>
    /// <param name="create">Joins the class to its program; called once, when somebody first asks for it.</param>
    public QueryGenBuilder AddQuery<THandles, TQuery>(Func<THandles, TQuery> create)
        where THandles : class
        where TQuery : class
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddSingleton(services => create(services.GetRequiredService<THandles>()));
        return this;
    }
}
