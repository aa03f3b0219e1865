#include "sim/checks/pcp_lies.hpp"

#include <algorithm>

#include "sim/checks/grace.hpp"

namespace sim::checks {

using engine::Record;
using facts::Kind;

PcpLies::PcpLies(const Surroundings& surroundings) : scene_(surroundings) {
    for (const auto& proxy : surroundings.scenario.proxies) {
        commands_.push_back(longest_command(proxy));
    }
}

void PcpLies::take(const Record& record) {
    if (facts::level_of(Kind{record.kind}) != engine::Level::facts) return;
    if (record.at() > now_) {
        settle(record.at());
        now_ = record.at();
    }
    scene_.learn(record);
    const auto& words = record.words;
    if (Kind{record.kind} != Kind::operator_wants || words[0] >= scene_.databases() ||
        words[2] >= scene_.proxies()) {
        return;
    }
    // A later word about the same database takes the place of the earlier one.
    std::erase_if(promises_, [&](const Promise& it) { return it.database == words[0]; });
    promises_.push_back({words[2], words[0], scene_.database(words[0]).wanted});
}

std::vector<Violation> PcpLies::finish(engine::TrueTime end) {
    settle(end);
    return std::move(found_);
}

bool PcpLies::kept(const Promise& promise) const {
    const bool attached = promise.told.value != 0;
    return scene_.held_valid(promise.proxy, promise.database) == attached;
}

Grace PcpLies::grace_of(const Promise& promise) const {
    Grace grace = scene_.proxy(promise.proxy).grace;
    grace.command = commands_[promise.proxy];
    return grace;
}

void PcpLies::settle(engine::TrueTime until) {
    std::erase_if(promises_, [&](const Promise& it) {
        const bool gone = scene_.proxy(it.proxy).serves.value == 0;
        return gone || kept(it);
    });
    std::erase_if(promises_, [&](const Promise& it) {
        const engine::TrueTime over = it.told.since + grace_of(it).total();
        if (over >= until || !scene_.settled(it.proxy, it.database)) return false;
        Violation violation;
        violation.oracle = id;
        violation.subject = subject_of(it.proxy, it.database);
        violation.since = it.told.since;
        violation.at = std::max(over, now_);
        violation.grace = grace_of(it);
        violation.evidence = {
            evidence(it.told.value != 0 ? Finding::told_attached : Finding::told_detached, it.told),
            evidence(scene_.held_valid(it.proxy, it.database) ? Finding::believed_up
                                                              : Finding::believed_down,
                     scene_.belief(it.proxy, it.database).status),
            evidence(Finding::no_request, scene_.belief(it.proxy, it.database).pending)};
        found_.push_back(std::move(violation));
        return true;
    });
}

}  // namespace sim::checks
