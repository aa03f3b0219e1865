#include "sim/search/situation.hpp"

#include <algorithm>
#include <set>

#include "sim/checks/ledger.hpp"

namespace sim::search {

namespace {

using checks::Health;
using checks::Ledger;

Situation situation(const Ledger& ledger) {
    std::uint32_t primaries = 0;
    std::uint32_t idle = 0;
    std::uint32_t serve = 0;
    std::uint32_t lead = 0;
    std::uint32_t held_down = 0;
    std::uint32_t held_up = 0;
    std::set<std::int32_t> believed;
    for (std::size_t database = 0; database < ledger.databases(); ++database) {
        const Health health = ledger.health(database);
        primaries += health == Health::primary ? 1U : 0U;
        idle += health != Health::primary && health != Health::streaming ? 1U : 0U;
        for (std::size_t proxy = 0; proxy < ledger.proxies(); ++proxy) {
            if (!ledger.differs(proxy, database)) continue;
            const bool down = ledger.belief(proxy, database) == failover::Status::down;
            ++(down ? held_down : held_up);
        }
    }
    for (std::size_t proxy = 0; proxy < ledger.proxies(); ++proxy) {
        serve += ledger.serves(proxy) ? 1U : 0U;
        lead += ledger.leads(proxy) ? 1U : 0U;
        if (ledger.serves(proxy)) believed.insert(ledger.primary(proxy));
    }
    Situation digits = 0;
    for (const std::uint32_t count : {primaries, idle, serve, lead, held_down, held_up}) {
        digits = digits * 10 + std::min(count, 3U);
    }
    return digits * 10 + (believed.size() > 1 ? 1 : 0);
}

}  // namespace

std::vector<Situation> situations_of(const scenario::Scenario& scenario, const world::Run& run) {
    Ledger ledger(scenario.databases.size(), scenario.proxies.size());
    std::set<Situation> seen;
    for (std::size_t i = 0; i < run.records.size(); ++i) {
        const engine::Record& record = run.records[i];
        ledger.take(record);
        const bool last = i + 1 == run.records.size() || run.records[i + 1].time != record.time;
        if (last && record.at() >= run.serving) seen.insert(situation(ledger));
    }
    return {seen.begin(), seen.end()};
}

}  // namespace sim::search
