#include <fmt/format.h>

#include <type_traits>
#include <variant>

#include "sim/simrun/prepared.hpp"

namespace sim::simrun {
namespace {

using scenario::Scenario;

const scenario::HostSpec* host_of(const Scenario& scenario, facts::HostId id) {
    const auto index = static_cast<std::size_t>(id.value);
    return id.value >= 0 && index < scenario.hosts.size() ? &scenario.hosts[index] : nullptr;
}

reports::BackendNames backend_names(const Scenario& scenario,
                                    const scenario::DatabaseSpec& database) {
    reports::BackendNames names;
    if (const auto* host = host_of(scenario, database.host)) {
        names.name = host->name;
        names.address = host->address;
    }
    names.port = database.port;
    names.application_name = database.application_name;
    names.data_directory = database.data_directory;
    return names;
}

std::string parameter_text(const failover::ParameterValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr ? *text : std::string();
}

reports::ProxyNames proxy_names(const Scenario& scenario, const scenario::ProxySpec& proxy) {
    reports::ProxyNames names;
    if (const auto* host = host_of(scenario, proxy.host)) {
        names.name = host->name;
        names.address = host->address;
    }
    names.hostname = proxy.wd_hostname;
    names.port = proxy.port;
    names.wd_port = proxy.wd_port;
    // The files that log lines name, by number: status file, watchdog's IPC socket.
    names.paths = {proxy.status_path, fmt::format("/tmp/.s.PGPOOLWD_CMD.{}", proxy.wd_port)};
    for (const auto& value : proxy.parameters) names.parameters.push_back(parameter_text(value));
    return names;
}

}  // namespace

reports::Choice::Of answers_of(world::ChoiceOf of) { return static_cast<reports::Choice::Of>(of); }

reports::Cluster names_of(const Scenario& scenario, const failover::Catalogue& catalogue) {
    reports::Cluster cluster;
    for (const auto& host : scenario.hosts) cluster.hosts.push_back(host.name);
    for (const auto& database : scenario.databases) {
        cluster.backends.push_back(backend_names(scenario, database));
    }
    for (const auto& proxy : scenario.proxies) {
        cluster.proxies.push_back(proxy_names(scenario, proxy));
    }
    cluster.date_seconds = scenario.date_seconds;
    cluster.date_offset_seconds = scenario.date_offset_seconds;
    cluster.catalogue = &catalogue;
    return cluster;
}

}  // namespace sim::simrun
