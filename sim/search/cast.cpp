#include "sim/search/cast.hpp"

namespace sim::search {

namespace {

using scenario::Aims;
using Names = std::vector<std::string>;

Names without(const Names& all, const std::string& one) {
    Names others;
    for (const std::string& name : all) {
        if (name != one) others.push_back(name);
    }
    return others;
}

std::vector<Names> one_by_one(const Names& all) {
    std::vector<Names> list;
    for (const std::string& name : all) list.push_back({name});
    return list;
}

std::vector<Names> pairs(const Names& from, const Names& to) {
    std::vector<Names> list;
    for (const std::string& one : from) {
        for (const std::string& other : to) {
            if (one != other) list.push_back({one, other});
        }
    }
    return list;
}

/// Whom each case falls upon; for what is told to a proxy, which proxy.
std::vector<Names> targets_of(Aims aims, const Cast& cast) {
    switch (aims) {
        case Aims::database:
        case Aims::standby:
            return one_by_one(cast.databases);
        case Aims::proxy:
        case Aims::proxy_host:
        case Aims::session:
        case Aims::backend:
        case Aims::no_backend:
            return one_by_one(cast.proxies);
        case Aims::all_proxies:
            return {cast.proxies};
        case Aims::host:
        case Aims::island:
            return one_by_one(cast.hosts);
        case Aims::halves:
        case Aims::path:
            return pairs(cast.hosts, cast.hosts);
        case Aims::proxy_path:
            return pairs(cast.proxies, cast.proxies);
        case Aims::health_path:
            return pairs(cast.proxies, cast.databases);
        case Aims::replication_path:
            return pairs(cast.databases, cast.databases);
    }
    return {};
}

}  // namespace

Cast cast_of(const scenario::Scenario& cluster) {
    Cast cast;
    for (const auto& host : cluster.hosts) {
        cast.hosts.push_back(host.name);
        if (host.database) cast.databases.push_back(host.name);
        if (host.proxy) cast.proxies.push_back(host.name);
    }
    return cast;
}

std::vector<Fault> on_each(const scenario::MenuItem& item, const Cast& cast) {
    std::vector<Fault> list;
    const auto backends = static_cast<std::int64_t>(cast.databases.size());
    for (Names& targets : targets_of(item.aims, cast)) {
        Fault fault;
        fault.item = &item;
        if (item.aims == Aims::island) fault.others = without(cast.hosts, targets.front());
        if (item.aims == Aims::halves) {
            for (const std::string& host : cast.hosts) {
                if (host != targets[0] && host != targets[1]) fault.others.push_back(host);
            }
            if (targets[0] > targets[1] || fault.others.empty()) continue;  // each half once
        }
        const bool told = item.aims == Aims::backend || item.aims == Aims::no_backend;
        if (told || item.aims == Aims::session) {
            fault.on = targets.front();
        } else {
            fault.target = std::move(targets);
        }
        if (item.aims == Aims::backend) {
            for (fault.node = 0; fault.node < backends; ++fault.node) list.push_back(fault);
            continue;
        }
        if (item.aims == Aims::no_backend) fault.node = backends;
        list.push_back(std::move(fault));
    }
    return list;
}

}  // namespace sim::search
