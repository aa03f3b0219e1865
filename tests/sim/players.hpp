// The story that toy logics play: two hosts with a proxy each, a database, twenty seconds, and
// nothing that anybody does.
#pragma once

#include "sim/scenario/scenario.hpp"

namespace toys {

inline sim::scenario::Scenario two_players() {
    using namespace std::chrono_literals;
    sim::scenario::Scenario story;
    story.title = "two players";
    for (std::int32_t i = 0; i < 2; ++i) {
        sim::scenario::HostSpec host;
        host.name = i == 0 ? "a" : "b";
        host.address = i == 0 ? "10.0.0.1" : "10.0.0.2";
        host.proxy = failover::ProxyId{i};
        story.hosts.push_back(host);
        sim::scenario::ProxySpec proxy;
        proxy.host = sim::facts::HostId{i};
        story.proxies.push_back(proxy);
    }
    sim::scenario::DatabaseSpec database;
    database.host = sim::facts::HostId{0};
    database.role = sim::facts::DatabaseRole::primary;
    story.databases.push_back(database);
    sim::scenario::Step wait;
    wait.name = "they play";
    sim::scenario::Action action;
    action.verb = sim::scenario::Verb::wait;
    action.waits = {20s, 20s};
    wait.actions.push_back(action);
    story.steps.push_back(wait);
    return story;
}

}  // namespace toys
