#include "failover/logics/interlock/status_changes.hpp"

#include <algorithm>
#include <array>

#include "failover/logics/interlock/rules.hpp"

namespace failover::interlock {
namespace {

using B = ChangedBy;
using S = Status;

// "Any" of the reference is spelt out, so that each change is counted for itself.
constexpr std::array rules{
    StatusRule{B::configuration, S::unused, S::connect_wait, ""},
    StatusRule{B::status_file, S::unused, S::up, ""},
    StatusRule{B::status_file, S::unused, S::down, ""},
    StatusRule{B::session, S::connect_wait, S::up, "once a session"},
    // A session whose connection stood before the node went down (hazard S1).
    StatusRule{B::session, S::down, S::up, "once a session"},
    StatusRule{B::node_down, S::connect_wait, S::down, "each"},
    StatusRule{B::node_down, S::up, S::down, "each"},
    StatusRule{B::follow, S::connect_wait, S::down, "each"},
    StatusRule{B::follow, S::up, S::down, "each"},
    StatusRule{B::node_up, S::down, S::connect_wait, "each"},
    StatusRule{B::node_up, S::unused, S::connect_wait, "each"},
    StatusRule{B::sync, S::connect_wait, S::down, "no"},
    StatusRule{B::sync, S::up, S::down, "no"},
    StatusRule{B::sync, S::unused, S::down, "no"},
    StatusRule{B::sync, S::down, S::connect_wait, "no"},
    StatusRule{B::sync, S::up, S::connect_wait, "no"},
    StatusRule{B::sync, S::unused, S::connect_wait, "no"},
};

}  // namespace

std::span<const StatusRule> status_rules() { return rules; }

void change_status(Context& context, BackendId backend, Status to, ChangedBy by) {
    const Status from = context.shared.status_of(backend);
    if (from == to) return;
    const auto found = std::ranges::find_if(rules, [&](const StatusRule& each) {
        return each.by == by && each.from == from && each.to == to;
    });
    LOGIC_ASSERT(found != rules.end());
    // The change is a record of its own; what the caller goes on to do is not its doing.
    const Cause cause = context.out.cause();
    const auto row = static_cast<std::size_t>(found - rules.begin());
    if (!context.out.applies(rule(Table::statuses, row))) return;
    context.out.adopt(cause);
    context.shared.set_status(backend, to);
}

}  // namespace failover::interlock
