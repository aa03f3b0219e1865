// What a session does when a backend fails it (semantics-3.6 §5.1-§5.3).
#include "failover/logics/interlock/process_texts.hpp"
#include "failover/logics/interlock/session.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

bool streaming(const Config& config) { return config.master_slave_mode && config.streaming; }

Message error_message(MessageId text, const MessageArguments& arguments) {
    Message message;
    message.kind = static_cast<std::uint16_t>(client::Hear::error);
    message.words[0] = text;
    for (std::size_t i = 0; i < arguments.size(); ++i) message.words[i + 1] = arguments[i];
    return message;
}

ErrorWord read_error(Ending how) {
    return how == Ending::timed_out ? ErrorWord::connection_timed_out : ErrorWord::connection_reset;
}

}  // namespace

SessionState Session::connect_failed(Context& context, StatusCopy& copy) {
    const BackendId node = cursor_;
    log_connect_failure(context, call(node));
    if (context.config.fail_over_on_backend_error) {
        return report(context, copy, node, AfterReport::fatal_text);
    }
    if (!streaming(context.config) || node == primary_of(context.config, context.shared)) {
        return die(context, id(ProcessText::child_not_executing_failover), {node.value});
    }
    context.out.log(id(ProcessText::child_skipping_standby), {node.value});
    copy.of(node) = Status::down;
    if (node == context.shared.master_node) {
        // From its private view, for everybody: hazard S5.
        BackendId next = no_backend;
        for (std::int32_t i = context.config.backend_count() - 1; i >= 0; --i) {
            if (copy.valid(context.config, BackendId{i})) next = BackendId{i};
        }
        context.shared.master_node = next;
        context.out.log(id(ProcessText::child_master_changed), {node.value, next.value});
    }
    ChildSlot& mine = context.shared.children[slot_];
    mine.need_to_restart = true;
    mine.restart_cause = context.out.cause();
    ++cursor_.value;
    return connect_next(context, copy);
}

SessionState Session::backend_gone(Context& context, StatusCopy& copy, const DatabaseCall& gone) {
    const BackendId node = gone.backend();
    if (gone.result() == DatabaseResult::shut_down) return shut_down(context, copy, node);
    if (gone.result() != DatabaseResult::lost) return SessionState::going_on;
    if (gone.ending() == Ending::closed) {
        return fail(context, id(ProcessText::child_read_end), {node.value});
    }
    if (context.config.fail_over_on_backend_error) {
        return report(context, copy, node, AfterReport::exit);
    }
    return fail(context, id(ProcessText::child_read_failed),
                {node.value, static_cast<std::int32_t>(read_error(gone.ending()))});
}

SessionState Session::shut_down(Context& context, StatusCopy& copy, BackendId node) {
    if (context.config.fixes.r49) {
        return fail(context, id(ProcessText::child_backend_shutdown), {node.value});
    }
    context.out.log(id(ProcessText::child_backend_shutdown), {node.value});
    const bool matters = !streaming(context.config) || node == load_balance_node_ ||
                         node == primary_of(context.config, context.shared);
    if (matters) {
        asked_ = node;
        return report(context, copy, node, AfterReport::linger);
    }
    copy.of(node) = Status::down;
    if (stage_ != Stage::connecting) return SessionState::going_on;
    ++cursor_.value;
    return connect_next(context, copy);
}

SessionState Session::report(Context& context, const StatusCopy& copy, BackendId node,
                             AfterReport after) {
    after_ = after;
    stage_ = Stage::reporting;
    save_if_changed(context);
    NodeRequest request{.operation = NodeOperation::down,
                        .nodes = {node},
                        .switch_over = true,
                        .failover_id = 0,
                        .cause = context.out.cause()};
    const Validation validation = validate(context, request, false, StatusView{copy.status});
    if (validation.verdict != Validated::ask_watchdog) return after_report(context);
    return report_.begin(context, std::move(request), false) ? reported(context)
                                                             : SessionState::going_on;
}

SessionState Session::reported(Context& context) {
    if (report_.proceeds()) enqueue(context, report_.request());
    return after_report(context);
}

SessionState Session::after_report(Context& context) {
    switch (after_) {
        case AfterReport::fatal_text:
            return die(context, id(ProcessText::child_executing_failover), {});
        case AfterReport::exit:
            return SessionState::exiting;
        case AfterReport::linger:
            stage_ = Stage::lingering;
            context.out.put(SetTimer{shutdown_pause, shutdown_pause});
            return SessionState::going_on;
    }
    return SessionState::exiting;
}

SessionState Session::fail(Context& context, MessageId text, MessageArguments arguments) {
    context.out.log(text, arguments);
    context.out.put(Send{client_, error_message(text, arguments)});
    return leave(context);
}

/// primary_node_id names a node that this session could not connect to: the product reads from
/// nothing, says so, and goes on into a segmentation fault (N5, §16.3, §16.11).
SessionState Session::crash(Context& context, const StatusCopy& copy, BackendId node) {
    constexpr std::int32_t sent_to_in_query = 1;
    const std::int32_t raw = context.config.master_slave_mode ? 0 : 1;
    const std::int32_t status =
        node.value < 0 ? 0 : static_cast<std::int32_t>(context.shared.status_of(node));
    context.out.log(id(ProcessText::child_raw_mode),
                    {raw, copy.master.value, sent_to_in_query, status});
    context.out.log(id(ProcessText::child_not_valid_backend), {node.value});
    return SessionState::crashed;
}

SessionState Session::die(Context& context, MessageId text, MessageArguments arguments) {
    context.out.log(text, arguments);
    context.out.put(Send{client_, error_message(text, arguments)});
    return SessionState::exiting;
}

}  // namespace failover::interlock
