#include "sim/checks/session_loss.hpp"

#include <algorithm>

namespace sim::checks {

using engine::Record;
using facts::Kind;

void SessionLoss::take(const Record& record) {
    const Kind kind{record.kind};
    if (facts::level_of(kind) != engine::Level::facts) return;
    scene_.learn(record);
    if (kind == Kind::serves || kind == Kind::believed_primary) explain(record);
    const bool was_cut = kind == Kind::session && static_cast<facts::SessionEvent>(
                                                      record.words[3]) == facts::SessionEvent::cut;
    if (was_cut && record.words[2] < scene_.proxies()) cut(record);
}

std::vector<Violation> SessionLoss::finish(engine::TrueTime) { return std::move(found_); }

void SessionLoss::explain(const Record& record) {
    std::erase_if(found_, [&](const Violation& it) {
        const auto proxy = static_cast<std::uint32_t>(it.subject.proxy.value);
        return proxy == record.words[0] && record.at() <= it.at + it.grace->total();
    });
}

bool SessionLoss::all_well(std::size_t proxy, engine::TrueTime moment) const {
    for (std::size_t database = 0; database < scene_.databases(); ++database) {
        const bool held = scene_.held_valid(proxy, database) ||
                          scene_.belief(proxy, database).status.since > moment;
        if (held && !scene_.healthy_since(database, moment)) return false;
    }
    return true;
}

void SessionLoss::cut(const Record& record) {
    const std::size_t proxy = record.words[2];
    const Scene::Proxy& it = scene_.proxy(proxy);
    const std::int64_t primary = it.primary.value;
    const bool has_primary = primary >= 0 &&
                             primary < static_cast<std::int64_t>(scene_.databases()) &&
                             scene_.held_valid(proxy, static_cast<std::size_t>(primary));
    // Its load-balance node counts from 1; a session that reads from what went down has to end.
    const std::size_t reads_from = record.words[4];
    const bool loses_reader = reads_from > 0 && reads_from <= scene_.databases() &&
                              !scene_.held_valid(proxy, reads_from - 1);
    if (it.serves.value == 0 || !has_primary || loses_reader || scene_.proxy_faulty(proxy) ||
        scene_.cuts().anywhere(it.host) || !all_well(proxy, record.at() - it.grace.total())) {
        return;
    }
    Violation violation;
    violation.oracle = id;
    violation.subject = subject_of(proxy, static_cast<std::size_t>(primary));
    violation.since = record.at();
    violation.at = record.at();
    violation.grace = it.grace;
    violation.evidence = {
        Evidence{Finding::session_ended, record.number, record.at(), record.words[0]},
        evidence(Finding::database_running,
                 scene_.database(static_cast<std::size_t>(primary)).state),
        evidence(Finding::believed_up,
                 scene_.belief(proxy, static_cast<std::size_t>(primary)).status)};
    found_.push_back(std::move(violation));
}

}  // namespace sim::checks
