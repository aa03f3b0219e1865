#include "sim/checks/oracle.hpp"

#include <array>

#include "sim/checks/diverged_streaming.hpp"
#include "sim/checks/double_failover.hpp"
#include "sim/checks/lock_stuck.hpp"
#include "sim/checks/logic_assert.hpp"
#include "sim/checks/lost_ack.hpp"
#include "sim/checks/needless_failover.hpp"
#include "sim/checks/no_failover.hpp"
#include "sim/checks/pcp_lies.hpp"
#include "sim/checks/primary_is_not_primary.hpp"
#include "sim/checks/session_loss.hpp"
#include "sim/checks/stale_down.hpp"
#include "sim/checks/stale_up.hpp"
#include "sim/checks/two_writable_primaries.hpp"
#include "sim/checks/views_disagree.hpp"

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
    OracleEntry{StaleUp::id, OracleKind::operations,
                "a proxy that checks the health of its databases goes on believing a dead one up",
                "only after the time of its health check, begun anew by each database that it "
                "finds down; not what may not fail over; not while a link of the proxy's host is "
                "cut or its main is gone",
                &make<StaleUp>},
    OracleEntry{ViewsDisagree::id, OracleKind::liveness,
                "two proxies of one cluster go on holding different things true of a database, or "
                "of who is the primary",
                "only after the time of a health check, with no request under way; not while they "
                "are cut apart",
                &make<ViewsDisagree>},
    OracleEntry{PrimaryIsNotPrimary::id, OracleKind::safety,
                "a proxy goes on naming a primary that is a standby, or that it holds down itself",
                "only after the time of a health check, with no request under way; not while the "
                "two are cut apart",
                &make<PrimaryIsNotPrimary>},
    OracleEntry{NoFailover::id, OracleKind::liveness,
                "the primary is dead, a standby runs, failover_command would promote it, and "
                "nobody does",
                "only after the time of a health check and of the longest command, with no "
                "request under way",
                &make<NoFailover>},
    OracleEntry{LockStuck::id, OracleKind::liveness,
                "a watchdog goes on holding a failover lock when no request is under way",
                "only after the time of a health check and of the longest command",
                &make<LockStuck>},
    OracleEntry{NeedlessFailover::id, OracleKind::safety,
                "the proxies take down a database that is well and that one of them can reach",
                "it was well for the time of a health check; not what an operator asked for, nor "
                "what is to follow a new primary",
                &make<NeedlessFailover>},
    OracleEntry{DoubleFailover::id, OracleKind::safety,
                "failover_command runs for a database that its proxy holds up, or once more for "
                "one that nobody put back",
                "none: it is to run once for each failure", &make<DoubleFailover>},
    OracleEntry{SessionLoss::id, OracleKind::operations,
                "a proxy cuts a session although nothing that the session uses has failed",
                "all databases that it holds up were well for the time of a health check; not if "
                "it stops or changes its primary within that time; not a session that reads from "
                "what went down",
                &make<SessionLoss>},
    OracleEntry{PcpLies::id, OracleKind::operations,
                "an attach or a detach is reported as done and its proxy never does it",
                "only after the time of a health check and of the longest command; a later order "
                "about the same database takes its place",
                &make<PcpLies>},
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

bool is_liveness(std::string_view oracle) {
    return std::ranges::any_of(oracles(), [&](const OracleEntry& one) {
        return one.id == oracle && one.kind == OracleKind::liveness;
    });
}

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
