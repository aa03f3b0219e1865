#include <algorithm>
#include <array>

#include "failover/logics/interlock/failover_procedure.hpp"
#include "failover/logics/interlock/main.hpp"

namespace failover::interlock {

namespace {

constexpr std::array rules{
    ChildrenRule{[](const ChildrenFacts& facts) {
                     return facts.streaming && facts.operation == NodeOperation::up &&
                            !facts.all_were_down && facts.primary_node.value >= 0 &&
                            facts.node != facts.primary_node;
                 },
                 ChildrenClass::keep,
                 "streaming, NODE_UP of another node than the primary, which is known, and not "
                 "all nodes were down",
                 "no child is killed; all restart when they next look"},
    ChildrenRule{[](const ChildrenFacts& facts) {
                     return facts.streaming && facts.operation == NodeOperation::down &&
                            facts.switch_over && facts.node != facts.primary_or_master;
                 },
                 ChildrenClass::partial, "streaming, NODE_DOWN of a standby, switch_over set",
                 "children whose session reads from the node are killed, before the command and "
                 "after; the others restart when they next look"},
    ChildrenRule{[](const ChildrenFacts&) { return true; }, ChildrenClass::all, "everything else",
                 "all children are killed, before the command and after"},
};

constexpr bool one_row_each() {
    for (std::size_t row = 0; row < rules.size(); ++row) {
        if (static_cast<std::size_t>(rules[row].verdict) != row) return false;
    }
    return true;
}
static_assert(one_row_each());

}  // namespace

std::span<const ChildrenRule> children_rules() { return rules; }

ChildrenClass choose_children_class(Outbox& out, const ChildrenFacts& facts) {
    return decide(out, Table::children, children_rules(), facts);
}

/// The nodes whose role and readers decide: the first of the set alone (hazard H5).
std::span<const BackendId> FailoverProcedure::judged(const MainStep& step) const {
    const std::span<const BackendId> all{request_.nodes};
    return step.config().fixes.h5 ? all : all.first(1);
}

bool FailoverProcedure::judges(const MainStep& step, BackendId which) const {
    return std::ranges::find(judged(step), which) != judged(step).end();
}

bool all_backends_down(Context& context) {
    for (int i = 0; i < context.config.backend_count(); ++i) {
        const Status status = context.shared.status_of(BackendId{i});
        if (status == Status::down || status == Status::unused) continue;
        context.out.log(id(MainText::node_not_down), {i, static_cast<std::int32_t>(status)});
        return false;
    }
    return true;
}

void replace_child(MainStep& step, std::size_t slot) {
    ChildSlot& place = step.shared().children[slot];
    step.out().put(Raise{place.pid, Signal::quit});
    place.pid = step.fork(Process::child, static_cast<std::int32_t>(slot));
}

void restart_children(MainStep& step, ChildrenClass which, std::span<const BackendId> backends) {
    std::vector<ChildSlot>& children = step.shared().children;
    for (std::size_t i = 0; i < children.size(); ++i) {
        ChildSlot& slot = children[i];
        const bool reads_there =
            slot.connected &&
            std::ranges::find(backends, slot.load_balancing_node) != backends.end();
        const bool replace =
            which == ChildrenClass::all || (which == ChildrenClass::partial && reads_there);
        if (replace) {
            if (slot.pid != no_pid) replace_child(step, i);
        } else {
            // The flag belongs to the slot; only a child of this slot clears it (§5.5).
            slot.need_to_restart = true;
            slot.restart_cause = step.out().cause();
        }
    }
}

}  // namespace failover::interlock
