#include "failover/logics/interlock/node_request.hpp"

#include "failover/logics/interlock/process_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

bool in_range(BackendId id) { return id.value >= 0 && id.value < max_backends; }

bool seen_valid(StatusView view, BackendId id) {
    const Status status = view[static_cast<std::size_t>(id.value)];
    return status == Status::connect_wait || status == Status::up;
}

/// A text for the log and one for a caller who wants an error.
struct Texts {
    ProcessText logged;
    ProcessText error;
};

/// Logs a refusal, or makes it the error that the caller asked for.
Validation refuse(Context& context, bool as_error, Texts texts, MessageArguments arguments) {
    if (as_error) return {Validated::refused, id(texts.error), arguments};
    context.out.log(id(texts.logged), arguments);
    return {Validated::refused, 0, arguments};
}

/// The status as messages print it: the shared one, whatever the caller's copy says.
std::int32_t printed_status(const Context& context, BackendId node) {
    return static_cast<std::int32_t>(context.shared.status_of(node));
}

/// §6.1 degenerate: ids that fail are skipped; an error ends it at the first.
Validation validate_down(Context& context, const NodeRequest& request, bool as_error,
                         StatusView view) {
    bool any = false;
    for (const BackendId node : request.nodes) {
        Validation refusal;
        if (!in_range(node)) {
            refusal = refuse(
                context, as_error,
                {ProcessText::degenerate_out_of_range, ProcessText::degenerate_out_of_range_error},
                {node.value, max_backends});
        } else if (!seen_valid(view, node)) {
            refusal =
                refuse(context, as_error,
                       {ProcessText::degenerate_not_valid, ProcessText::degenerate_not_valid_error},
                       {node.value, printed_status(context, node)});
        } else if (context.config.configured(node) &&
                   context.config.backends[static_cast<std::size_t>(node.value)]
                       .disallow_to_failover) {
            refusal = refuse(
                context, as_error,
                {ProcessText::degenerate_disallowed, ProcessText::degenerate_disallowed_error},
                {node.value, context.self.value});
        } else {
            context.out.log(id(ProcessText::degenerate_received), {node.value, context.self.value});
            any = true;
            continue;
        }
        if (as_error) return refusal;
    }
    return {any ? Validated::ask_watchdog : Validated::nothing_left, 0, {}};
}

/// §6.1 promote: refusals are only logged, and outside streaming mode not even that.
Validation validate_promote(Context& context, const NodeRequest& request, StatusView view) {
    const BackendId node = request.nodes.front();
    if (!context.config.master_slave_mode || !context.config.streaming) return {};
    if (!in_range(node)) {
        return refuse(context, false,
                      {ProcessText::promote_out_of_range, ProcessText::promote_out_of_range},
                      {node.value, max_backends});
    }
    if (!seen_valid(view, node)) {
        return refuse(context, false,
                      {ProcessText::promote_not_valid, ProcessText::promote_not_valid},
                      {node.value, printed_status(context, node)});
    }
    context.out.log(id(ProcessText::promote_received), {node.value, context.self.value});
    return {Validated::ask_watchdog, 0, {}};
}

/// §6.1 failback: any id of the range passes; "already valid" counts in raw mode only.
Validation validate_up(Context& context, const NodeRequest& request, bool as_error,
                       StatusView view) {
    const BackendId node = request.nodes.front();
    if (!in_range(node)) {
        return refuse(
            context, as_error,
            {ProcessText::failback_out_of_range, ProcessText::failback_out_of_range_error},
            {node.value, max_backends});
    }
    if (!context.config.master_slave_mode && seen_valid(view, node)) {
        return refuse(context, as_error,
                      {ProcessText::failback_not_valid, ProcessText::failback_not_valid_error},
                      {node.value, printed_status(context, node)});
    }
    context.out.log(id(ProcessText::failback_received),
                    {node.value, context.self.value, request.failover_id});
    return {Validated::ask_watchdog, 0, {}};
}

/// False: main is dead, and the caller too unless it is a PCP worker (§7.7).
bool signal_main(Context& context, std::int32_t reason) {
    if (context.shared.main == no_pid) {
        context.out.log(id(MainText::main_died));
        context.out.put(Exit{1});
        return false;
    }
    context.out.log(id(ProcessText::signal_user1), {reason});
    context.out.put(Raise{context.shared.main, Signal::usr1});
    return true;
}

}  // namespace

Validation validate(Context& context, const NodeRequest& request, bool as_error) {
    return validate(context, request, as_error, StatusView{context.shared.status});
}

Validation validate(Context& context, const NodeRequest& request, bool as_error, StatusView view) {
    switch (request.operation) {
        case NodeOperation::down:
            return validate_down(context, request, as_error, view);
        case NodeOperation::promote:
            LOGIC_ASSERT(request.nodes.size() == 1);
            return validate_promote(context, request, view);
        case NodeOperation::up:
            LOGIC_ASSERT(request.nodes.size() == 1);
            return validate_up(context, request, as_error, view);
        case NodeOperation::recovery:
        case NodeOperation::close_idle:
            break;
    }
    LOGIC_ASSERT(false);
    return {};
}

bool enqueue(Context& context, NodeRequest request) {
    request.cause = context.out.cause();
    const bool switching = context.shared.switching;
    if (!context.shared.requests.push(std::move(request))) return false;
    if (switching) return true;  // main's loop takes it (§6.2)
    context.shared.failover_interrupt.raise(context.out.cause());
    return signal_main(context, 0);
}

bool accept_forwarded(Context& context, NodeRequest request) {
    const Validation validation = validate(context, request, false);
    switch (validation.verdict) {
        case Validated::nothing_left:
            return true;
        case Validated::refused:
            return false;
        case Validated::ask_watchdog:
            return enqueue(context, std::move(request));
    }
    return false;
}

void signal_state_change(Context& context) {
    context.shared.watchdog_state_changed.raise(context.out.cause());
    signal_main(context, 1);
}

}  // namespace failover::interlock
