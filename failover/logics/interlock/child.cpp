#include "failover/logics/interlock/child.hpp"

#include "failover/logics/interlock/process_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

constexpr std::int32_t segmentation_fault = 11;

}  // namespace

void Child::start(Context& context, const Started& started) {
    slot_ = static_cast<std::size_t>(started.argument);
    LOGIC_ASSERT(slot_ < context.shared.children.size());
    copy_.take(context.shared);
    ChildSlot& mine = slot(context);
    mine.connected = false;  // a predecessor that was killed could not say so
    mine.load_balancing_node = no_backend;
    restart_if_flagged(context);
}

void Child::step(Context& context, std::span<const Input> inputs) {
    LOGIC_ASSERT(inputs.size() == 1);
    if (slot_ >= context.shared.children.size()) {
        // An orphan whose main is gone: the next main made its own shared memory (§7.7).
        context.out.put(Exit{1});
        return;
    }
    const Input& input = inputs.front();
    if (const auto* signal = std::get_if<Caught>(&input.what)) {
        caught(context, signal->signal);
    } else if (const auto* accepted = std::get_if<Accepted>(&input.what)) {
        LOGIC_ASSERT(!session_);
        session_.emplace();
        after_session(context, session_->begin(context, copy_, accepted->connection, slot_));
    } else if (std::holds_alternative<MissedClient>(input.what)) {
        restart_if_flagged(context);
    } else if (session_) {
        after_session(context, session_->step(context, copy_, input));
    }
}

bool Child::takes(const Input& input) const {
    if (session_) return session_->takes(input);
    const auto* accepted = std::get_if<Accepted>(&input.what);
    return (accepted != nullptr && accepted->plane == Plane::client) ||
           std::holds_alternative<MissedClient>(input.what);
}

void Child::caught(Context& context, Signal signal) {
    switch (signal) {
        case Signal::quit:
        case Signal::terminate:
        case Signal::interrupt:
            context.shared.vacate(slot(context));
            context.out.put(Exit{1});
            return;
        case Signal::usr2:
            if (!session_) restart_if_flagged(context);
            return;
        case Signal::hup:
            context.rereads = true;
            return;
        case Signal::usr1:  // closes idle pooled connections: there are none
        case Signal::kill:
        case Signal::alarm:
        case Signal::child:
            return;
    }
}

void Child::after_session(Context& context, SessionState state) {
    switch (state) {
        case SessionState::going_on:
            return;
        case SessionState::over:
            session_.reset();
            restart_if_flagged(context);
            return;
        case SessionState::exiting:
            context.shared.vacate(slot(context));
            context.out.put(Exit{.status = 1});
            return;
        case SessionState::crashed:
            context.out.put(Exit{.signal = segmentation_fault});
            return;
    }
}

void Child::restart_if_flagged(Context& context) {
    ChildSlot& mine = slot(context);
    if (!mine.need_to_restart) return;
    context.out.adopt(mine.restart_cause);
    mine.need_to_restart = false;
    context.out.log(id(ProcessText::child_failback_event));
    context.out.put(Exit{1});
}

}  // namespace failover::interlock
