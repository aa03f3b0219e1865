#include "sim/checks/lock_stuck.hpp"

#include <algorithm>

#include "sim/checks/grace.hpp"

namespace sim::checks {

LockStuck::LockStuck(const Surroundings& surroundings) : Lasting(surroundings) {
    for (const auto& proxy : surroundings.scenario.proxies) {
        commands_.push_back(longest_command(proxy));
    }
}

std::size_t LockStuck::subjects() const { return scene().proxies() * failover::lock_count; }

Lasting::Look LockStuck::look(std::size_t subject) const {
    const std::size_t proxy = subject / failover::lock_count;
    Look now;
    now.wrong = scene().proxy(proxy).locks[subject % failover::lock_count].value != 0;
    now.grace = scene().proxy(proxy).grace;
    for (std::size_t other = 0; other < scene().proxies(); ++other) {
        now.grace.command = std::max(now.grace.command, commands_[other]);
        now.quiet = now.quiet && scene().settled(other);
    }
    return now;
}

Violation LockStuck::describe(std::size_t subject) const {
    const std::size_t proxy = subject / failover::lock_count;
    const std::size_t lock = subject % failover::lock_count;
    Violation violation;
    violation.oracle = id;
    violation.subject.proxy = failover::ProxyId{static_cast<std::int32_t>(proxy)};
    violation.evidence = {evidence(Finding::lock_held, scene().proxy(proxy).locks[lock],
                                   static_cast<std::int64_t>(lock)),
                          Evidence{Finding::no_request, 0, {}, 0}};
    return violation;
}

}  // namespace sim::checks
