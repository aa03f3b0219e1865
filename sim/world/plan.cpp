#include "sim/world/plan.hpp"

#include <algorithm>
#include <array>

#include "engine/assert.hpp"

namespace sim::world {

namespace {

using failover::Plane;

// Names of the message kinds that the seam itself fixes, for choices ("database/node101/startup").
struct KindName {
    std::uint16_t kind;
    std::string_view name;
    engine::Segment segment = engine::segment(name);
};
constexpr std::array database_kinds{
    KindName{1, "startup"},          KindName{2, "is_in_recovery"}, KindName{3, "current_wal"},
    KindName{4, "replayed_wal"},     KindName{5, "read"},           KindName{6, "write"},
    KindName{7, "replication_view"}, KindName{8, "terminate"},      KindName{101, "ready"},
    KindName{102, "refused"},        KindName{103, "boolean"},      KindName{104, "position"},
    KindName{105, "rows"},           KindName{106, "done"},         KindName{107, "error"},
    KindName{108, "shutdown"}};
constexpr std::array client_kinds{
    KindName{1, "startup"},      KindName{2, "show_pool_nodes"}, KindName{3, "read"},
    KindName{4, "read_catalog"}, KindName{5, "write"},           KindName{6, "goodbye"},
    KindName{101, "ready"},      KindName{102, "pool_nodes"},    KindName{103, "rows"},
    KindName{104, "catalog"},    KindName{105, "done"},          KindName{106, "error"}};

constexpr KindName other_message{0, "message"};
constexpr KindName heartbeat_kind{0, "heartbeat"};
constexpr KindName command_kind{0, "command"};
constexpr KindName result_kind{0, "result"};

const KindName& find_kind(std::span<const KindName> names, std::uint16_t kind) {
    for (const KindName& entry : names) {
        if (entry.kind == kind) return entry;
    }
    return other_message;
}

// Of a plane whose messages the seam itself fixes.
const KindName& fixed_kind(Plane plane, std::uint16_t kind) {
    switch (plane) {
        case Plane::lifecheck:
            return heartbeat_kind;
        case Plane::database:
            return find_kind(database_kinds, kind);
        case Plane::client:
            return find_kind(client_kinds, kind);
        case Plane::admin:
            return kind < 100 ? command_kind : result_kind;
        case Plane::watchdog:
        case Plane::ipc:
        case Plane::replication:
            break;
    }
    return other_message;
}

std::vector<engine::Segment> segments(std::span<const std::string_view> names) {
    std::vector<engine::Segment> result;
    for (const std::string_view name : names) result.push_back(engine::segment(name));
    return result;
}

failover::Setup make_setup(const scenario::Scenario& story, std::int32_t self) {
    failover::Setup setup;
    setup.self = failover::ProxyId{self};
    for (const auto& database : story.databases) {
        failover::BackendSetup backend;
        backend.hostname = story.hosts[static_cast<std::size_t>(database.host.value)].address;
        backend.port = database.port;
        backend.weight_millionths = database.weight_millionths;
        backend.disallow_to_failover = database.disallow_to_failover;
        backend.data_directory = database.data_directory;
        backend.weight_millionths = database.weight_millionths;
        backend.disallow_to_failover = database.disallow_to_failover;
        setup.backends.push_back(std::move(backend));
    }
    for (const auto& proxy : story.proxies) {
        const auto& host = story.hosts[static_cast<std::size_t>(proxy.host.value)];
        setup.proxies.push_back({proxy.wd_hostname, host.name, proxy.port, proxy.wd_port,
                                 proxy.pcp_port, proxy.wd_priority});
    }
    setup.parameters = story.proxies[static_cast<std::size_t>(self)].parameters;
    return setup;
}

std::string text_parameter(const LogicEntry& logic, const scenario::ProxySpec& proxy,
                           std::string_view name) {
    const auto parameters = logic.catalogue->parameters;
    for (std::size_t i = 0; i < parameters.size() && i < proxy.parameters.size(); ++i) {
        const auto* value = std::get_if<std::string>(&proxy.parameters[i]);
        if (parameters[i].name == name && value != nullptr) return *value;
    }
    return {};
}

/// A host's one interface is called as its proxy's file calls it, else as if_up_cmd does.
std::string interface_name(const LogicEntry& logic, const scenario::Scenario& story,
                           const scenario::HostSpec& host) {
    constexpr std::string_view usual = "eth0";
    if (!host.proxy) return std::string(usual);
    const auto& proxy = story.proxies[static_cast<std::size_t>(host.proxy->value)];
    const std::string list = text_parameter(logic, proxy, "wd_monitoring_interfaces_list");
    const std::string first = list.substr(0, list.find_first_of(", "));
    return first.empty() || first == "any" ? std::string(usual) : first;
}

std::int64_t span_parameter(const Plan& plan, const scenario::ProxySpec& proxy,
                            std::string_view name) {
    const auto parameters = plan.logic.catalogue->parameters;
    for (std::size_t i = 0; i < parameters.size() && i < proxy.parameters.size(); ++i) {
        if (parameters[i].name != name) continue;
        const auto* value = std::get_if<std::int64_t>(&proxy.parameters[i]);
        return value != nullptr ? *value : 0;
    }
    return 0;
}

// What a change of belief may take by configuration: a round of health checks with all its
// retries, its time-out, and a look at the watchdog's own delays (semantics-3.6 §4.2, §7.6).
failover::Duration belief_span(const Plan& plan) {
    std::int64_t longest = 0;
    for (const auto& proxy : plan.scenario.proxies) {
        const std::int64_t retries = span_parameter(plan, proxy, "health_check_max_retries");
        const std::int64_t round =
            span_parameter(plan, proxy, "health_check_period") +
            retries * span_parameter(plan, proxy, "health_check_retry_delay") +
            span_parameter(plan, proxy, "health_check_timeout");
        longest = std::max(longest, round);
    }
    constexpr std::int64_t interlock_wait = 11'000'000'000;
    return failover::Duration{longest + interlock_wait};
}

bool reads_loads(const scenario::Expression& condition) {
    return std::any_of(condition.nodes.begin(), condition.nodes.end(), [](const auto& node) {
        if (node.op != scenario::Operator::call) return false;
        return node.function == scenario::Function::acknowledged ||
               node.function == scenario::Function::write_outage ||
               node.function == scenario::Function::lost ||
               node.function == scenario::Function::sessions_cut ||
               node.function == scenario::Function::lag;
    });
}

bool reads_loads(const std::vector<scenario::Observation>& observations) {
    return std::any_of(observations.begin(), observations.end(),
                       [](const auto& one) { return reads_loads(one.condition); });
}

// Their commits are no facts: most stories need not look at conditions after each of them.
bool reads_loads(const scenario::Scenario& story) {
    const auto in_step = [](const scenario::Step& step) {
        return reads_loads(step.observations) || (step.when && reads_loads(*step.when));
    };
    const auto in_share = [](const scenario::Sometimes& one) {
        return reads_loads(one.seen.condition);
    };
    return reads_loads(story.always) || reads_loads(story.never) ||
           std::any_of(story.sometimes.begin(), story.sometimes.end(), in_share) ||
           std::any_of(story.steps.begin(), story.steps.end(), in_step);
}

// What the scenario's map of the network says of each direction between two hosts.
std::vector<scenario::LinkQuality> make_qualities(const scenario::Scenario& story) {
    std::vector<scenario::LinkQuality> qualities;
    if (story.links.empty()) return qualities;
    const std::size_t hosts = story.hosts.size();
    qualities.resize(hosts * hosts);
    for (const scenario::LinkSpec& link : story.links) {
        for (const facts::HostId one : link.one) {
            for (const facts::HostId other : link.other) {
                const auto a = static_cast<std::size_t>(one.value);
                const auto b = static_cast<std::size_t>(other.value);
                qualities[a * hosts + b] = link.quality;
                qualities[b * hosts + a] = link.quality;
            }
        }
    }
    return qualities;
}

}  // namespace

Plan::Plan(const scenario::Scenario& story, const LogicEntry& entry)
    : scenario(story), logic(entry) {
    const auto& catalogue = *logic.catalogue;
    for (const auto& host : scenario.hosts) {
        host_segments.push_back(engine::segment(host.name));
        host_names.push_back(engine::Question{} / engine::segment("link") / host_segments.back());
        interface_names.push_back(interface_name(logic, scenario, host));
    }
    for (std::size_t p = 0; p < scenario.proxies.size(); ++p) {
        setups.push_back(make_setup(scenario, static_cast<std::int32_t>(p)));
        virtual_addresses.push_back(text_parameter(logic, scenario.proxies[p], "delegate_IP"));
        proxy_names.push_back(engine::Question{} /
                              engine::segment(proxy_name(static_cast<std::int32_t>(p))));
    }
    for (std::size_t d = 0; d < scenario.databases.size(); ++d) {
        database_names.push_back(engine::Question{} /
                                 engine::segment(database_name(static_cast<std::int32_t>(d))) /
                                 engine::segment("database"));
    }
    for (const auto& role : catalogue.roles) role_names.push_back(engine::segment(role.name));
    watchdog_kinds = segments(catalogue.kinds_watchdog);
    ipc_kinds = segments(catalogue.kinds_ipc);
    clients.emplace_back("operator");
    const auto add = [this](const std::string& name) {
        if (std::find(clients.begin(), clients.end(), name) == clients.end())
            clients.push_back(name);
    };
    for (const auto& step : scenario.steps) {
        for (const auto& action : step.actions) add(action.client);
    }
    for (const auto& load : scenario.loads) {
        add(load.name);
        round_trips.push_back(engine::Question{} / engine::segment(load.name) /
                              engine::segment("round_trip"));
    }
    qualities = make_qualities(scenario);
    conditions_read_loads = reads_loads(scenario);
    grace = belief_span(*this);
}

const std::string& Plan::proxy_name(std::int32_t proxy) const {
    const auto& spec = scenario.proxies[static_cast<std::size_t>(proxy)];
    return scenario.hosts[static_cast<std::size_t>(spec.host.value)].name;
}

const std::string& Plan::database_name(std::int32_t database) const {
    const auto& spec = scenario.databases[static_cast<std::size_t>(database)];
    return scenario.hosts[static_cast<std::size_t>(spec.host.value)].name;
}

std::string_view Plan::kind_name(Plane plane, std::uint16_t kind) const {
    const auto& catalogue = *logic.catalogue;
    switch (plane) {
        case Plane::watchdog:
            return kind < catalogue.kinds_watchdog.size() ? catalogue.kinds_watchdog[kind]
                                                          : "packet";
        case Plane::ipc:
            return kind < catalogue.kinds_ipc.size() ? catalogue.kinds_ipc[kind] : "answer";
        case Plane::lifecheck:
        case Plane::database:
        case Plane::client:
        case Plane::admin:
        case Plane::replication:
            break;
    }
    return fixed_kind(plane, kind).name;
}

engine::Segment Plan::kind_segment(Plane plane, std::uint16_t kind) const {
    if (plane == Plane::watchdog && kind < watchdog_kinds.size()) return watchdog_kinds[kind];
    if (plane == Plane::ipc && kind < ipc_kinds.size()) return ipc_kinds[kind];
    if (plane == Plane::watchdog || plane == Plane::ipc) {
        return engine::segment(kind_name(plane, kind));
    }
    return fixed_kind(plane, kind).segment;
}

std::uint32_t Plan::client_index(std::string_view name) const {
    const auto found = std::find(clients.begin(), clients.end(), name);
    SIM_ASSERT(found != clients.end());
    return static_cast<std::uint32_t>(found - clients.begin());
}

}  // namespace sim::world
