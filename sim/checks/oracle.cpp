#include "sim/checks/oracle.hpp"

#include <array>

#include "sim/checks/diverged_streaming.hpp"
#include "sim/checks/logic_assert.hpp"
#include "sim/checks/lost_ack.hpp"
#include "sim/checks/stale_down.hpp"
#include "sim/checks/two_writable_primaries.hpp"

namespace sim::checks {
namespace {

template <class Watcher>
std::unique_ptr<Oracle> make(const Surroundings& surroundings) {
    return std::make_unique<Watcher>(surroundings);
}

constexpr std::array registry{
    OracleEntry{
        StaleDown::id, OracleKind::liveness,
        "a proxy that serves goes on believing a database down that runs and streams (or "
        "is primary), and nothing pending could change that belief",
        "only after health_check_period x (retries + 1) + retry_delay x retries + "
        "health_check_timeout without a break; not while a host is off, the proxy's main "
        "is gone, or a link between the two is cut; not what an operator detached and nobody "
        "attached since",
        &make<StaleDown>},
    OracleEntry{TwoWritablePrimaries::id, OracleKind::safety,
                "two servers take commits at one instant, and clients could reach both",
                "a server that no serving proxy can reach does not count",
                &make<TwoWritablePrimaries>},
    OracleEntry{LostAck::id, OracleKind::data,
                "a commit was acknowledged after standbys had confirmed it, and a later primary "
                "does not have it",
                "what was acknowledged without a standby (synchronous_standby_names empty, "
                "synchronous_commit local or off, a wait that was cancelled) is no violation: RPO "
                "counts it",
                &make<LostAck>},
    OracleEntry{DivergedStreaming::id, OracleKind::data,
                "a proxy goes on believing a standby up whose WAL has parted from the newest "
                "primary's, or that streams from a server on an older timeline",
                "only after health_check_period x (retries + 1) + retry_delay x retries + "
                "health_check_timeout without a break, and while a newer primary takes commits",
                &make<DivergedStreaming>},
    OracleEntry{LogicAssert::id, OracleKind::safety,
                "a process of a proxy dies because an assertion of its own logic failed",
                "none: an assertion that fails is a bug of the logic", &make<LogicAssert>},
};

constexpr auto ids() {
    std::array<std::string_view, registry.size()> names{};
    for (std::size_t at = 0; at < registry.size(); ++at) names[at] = registry[at].id;
    return names;
}
constexpr auto registry_ids = ids();

}  // namespace

std::span<const OracleEntry> oracles() { return registry; }
std::span<const std::string_view> oracle_ids() { return registry_ids; }

std::string_view to_string(OracleKind kind) {
    switch (kind) {
        case OracleKind::safety:
            return "safety";
        case OracleKind::liveness:
            return "liveness";
        case OracleKind::data:
            return "data";
        case OracleKind::operations:
            return "operations";
    }
    return "safety";
}

}  // namespace sim::checks
