#include "failover/logics/interlock/pcp_worker.hpp"

#include <utility>

#include "failover/logics/interlock/process_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

constexpr int recovery_detach = 2;   ///< Shared::in_recovery (§1.2)
constexpr int recovery_promote = 3;  ///< likewise

NodeRequest one_node(NodeOperation operation, BackendId node, bool switch_over) {
    return {.operation = operation,
            .nodes = {node},
            .switch_over = switch_over,
            .failover_id = 0,
            .cause = {}};
}

/// The word list "error" says nothing went wrong: the connection was at its end.
constexpr auto end_of_file = static_cast<std::int32_t>(ErrorWord::success);

}  // namespace

void PcpWorker::start(Context& context, const Started& started) {
    client_ = ConnectionId{started.argument};
    copy_.take(context.shared);
}

void PcpWorker::step(Context& context, std::span<const Input> inputs) {
    LOGIC_ASSERT(inputs.size() == 1);
    const Input& input = inputs.front();
    if (const auto* signal = std::get_if<Caught>(&input.what)) return caught(context, *signal);
    if (is_goodbye(input)) return client_gone(context);
    switch (stage_) {
        case Stage::idle:
            if (const auto* received = std::get_if<Received>(&input.what)) {
                command(context, received->message);
            }
            return;
        case Stage::requesting:
            if (request_.step(context, input)) requested(context);
            return;
        case Stage::listing:
            if (watchdog_.step(context, input)) watchdog_info(context);
            return;
        case Stage::ending:
            if (watchdog_.step(context, input)) recovery_ended(context);
            return;
        case Stage::recovering:
            recovered(context, recovery_.step(context, input));
            return;
        case Stage::attaching:
            wait_for_attach(context);
            return;
        case Stage::draining:
        case Stage::awaiting_finish:
            timed_out(context);
            return;
    }
}

void PcpWorker::caught(Context& context, Caught signal) {
    if (signal.signal == Signal::usr2) {
        woken_ = true;
        const bool sleeps = stage_ == Stage::awaiting_finish || stage_ == Stage::attaching;
        if (sleeps) context.out.put(StopTimer{});  // the signal ends its sleep
        if (stage_ == Stage::awaiting_finish) finish_graceful(context);
        if (stage_ == Stage::attaching) wait_for_attach(context);
    }
    // SIGTERM does not stop a worker (§10).
    if (signal.signal == Signal::quit || signal.signal == Signal::interrupt) {
        context.out.put(Exit{0});
    }
}

bool PcpWorker::is_goodbye(const Input& input) const {
    const auto* ended = std::get_if<Ended>(&input.what);
    return ended != nullptr && ended->connection == client_;
}

/// Nobody looks at the connection while a command is under way: a client that is killed meanwhile
/// is missed only when its answer has been written (§16.3).
void PcpWorker::client_gone(Context& context) {
    if (stage_ != Stage::idle) {
        vanished_ = true;
        return;
    }
    if (!answered_) context.out.log(id(ProcessText::pcp_client_vanished), {end_of_file});
    context.out.put(Close{client_});
    context.out.put(Exit{answered_ ? 0 : 1});
}

bool PcpWorker::takes(const Input& input) const {
    if (is_goodbye(input)) return true;
    switch (stage_) {
        case Stage::idle: {
            const auto* received = std::get_if<Received>(&input.what);
            return received != nullptr && received->connection == client_;
        }
        case Stage::requesting:
            return request_.takes(input);
        case Stage::listing:
        case Stage::ending:
            return watchdog_.takes(input);
        case Stage::recovering:
            return recovery_.takes(input);
        case Stage::draining:
        case Stage::awaiting_finish:
        case Stage::attaching:
            return std::holds_alternative<TimedOut>(input.what);
    }
    return false;
}

void PcpWorker::command(Context& context, const Message& message) {
    const BackendId node{message.words[0]};
    const auto kind = static_cast<admin::Command>(message.kind);
    if (message.words[1] != 0) {
        return fail(context, id(ProcessText::pcp_authentication), {message.words[1]});
    }
    graceful_ = kind == admin::Command::detach_node_gracefully ||
                kind == admin::Command::promote_node_gracefully;
    switch (kind) {
        case admin::Command::attach_node:
            request(context, one_node(NodeOperation::up, node, false), true);
            return;
        case admin::Command::detach_node:
            request(context, one_node(NodeOperation::down, node, true), true);
            return;
        case admin::Command::detach_node_gracefully:
            drain(context, one_node(NodeOperation::down, node, true), recovery_detach);
            return;
        case admin::Command::promote_node:
        case admin::Command::promote_node_gracefully:
            promote(context, node);
            return;
        case admin::Command::node_count: {
            Message answer;
            answer.words[0] = context.config.backend_count();
            complete(context, std::move(answer));
            return;
        }
        case admin::Command::node_info:
            node_info(context, node);
            return;
        case admin::Command::watchdog_info:
            ask_watchdog_info(context, node.value);
            return;
        case admin::Command::stop:
            stop(context, message.words[0]);
            return;
        case admin::Command::recovery_node:
            recover(context, node);
            return;
    }
}

// ---- node operations ---------------------------------------------------------------------------

void PcpWorker::request(Context& context, NodeRequest wanted, bool as_error) {
    const Validation validation = validate(context, wanted, as_error, StatusView{copy_.status});
    if (validation.verdict != Validated::ask_watchdog) {
        if (validation.error != 0) return fail(context, validation.error, validation.arguments);
        return sent(context, false);  // refused in the log only
    }
    stage_ = Stage::requesting;
    if (request_.begin(context, std::move(wanted), as_error)) requested(context);
}

void PcpWorker::requested(Context& context) {
    if (!request_.proceeds()) {
        if (request_.error() != 0) return fail(context, request_.error(), request_.arguments());
        return sent(context, false);
    }
    // The one process that does not panic over a dead main (§7.7): nobody will take this.
    const bool queued = context.shared.main == no_pid
                            ? context.shared.requests.push(request_.request())
                            : enqueue(context, request_.request());
    sent(context, queued);
}

/// A promotion forgets a wake-up that came before this, and waits for one also after a refusal:
/// hazard P4.
void PcpWorker::sent(Context& context, bool queued) {
    if (recovery_.node() != no_backend) return wait_for_attach(context);
    if (!graceful_) return complete(context);
    const bool fixed = context.config.fixes.p4;
    if (fixed && !queued) return finish_graceful(context);
    if (!fixed && drained_.operation == NodeOperation::promote) woken_ = false;
    stage_ = Stage::awaiting_finish;
    timed_out(context);
}

void PcpWorker::promote(Context& context, BackendId node) {
    if (!context.config.known(node)) {
        return fail(context, id(ProcessText::pcp_promote_invalid_node), {node.value});
    }
    if (!context.config.master_slave_mode || !context.config.streaming) {
        return fail(context, id(ProcessText::pcp_promote_not_streaming), {node.value});
    }
    if (node == context.shared.primary_node) {
        return fail(context, id(ProcessText::pcp_promote_already_primary), {node.value});
    }
    NodeRequest wanted = one_node(NodeOperation::promote, node, false);
    if (graceful_) return drain(context, std::move(wanted), recovery_promote);
    request(context, std::move(wanted), false);
}

// ---- detach -g, promote -g ---------------------------------------------------------------------

void PcpWorker::drain(Context& context, NodeRequest wanted, int recovery) {
    drained_ = std::move(wanted);
    woken_ = false;
    drain_ = {};
    stage_ = Stage::draining;
    context.shared.in_recovery = recovery;
    timed_out(context);
}

void PcpWorker::timed_out(Context& context) {
    if (stage_ == Stage::awaiting_finish) {
        if (woken_) return finish_graceful(context);
        context.out.put(SetTimer{wake_poll, wake_poll});
        return;
    }
    const Drained drained = drain_.poll(context);
    if (drained == Drained::not_yet) return context.out.put(SetTimer{Drain::pause, Drain::pause});
    if (drained == Drained::never) return finish_graceful(context);  // nothing detached: P2
    // An error from here on leaves in_recovery set: hazard P3.
    request(context, drained_, drained_.operation == NodeOperation::down);
}

/// Every way out of -g that is no error tells the watchdogs, whatever came of it (§8.5, §10; the
/// recording detach_attach_nonleader).
void PcpWorker::finish_graceful(Context& context) {
    if (!context.config.use_watchdog) return recovery_ended(context);
    stage_ = Stage::ending;
    Message end;
    end.kind = static_cast<std::uint16_t>(Ipc::recovery_end);
    watchdog_.begin(context, std::move(end));
}

void PcpWorker::recovery_ended(Context& context) {
    end_recovery(context);
    complete(context);
}

// ---- answers -----------------------------------------------------------------------------------

void PcpWorker::complete(Context& context, Message answer) {
    answer.kind = static_cast<std::uint16_t>(admin::Result::complete);
    context.out.put(Send{client_, std::move(answer)});
    listen_again(context);
}

void PcpWorker::fail(Context& context, MessageId text, MessageArguments arguments) {
    const std::size_t index = text - id(ProcessText::signal_user1);
    LOGIC_ASSERT(index < process_texts().size());
    const Severity severity = process_texts()[index].severity;
    if (graceful_ && context.config.fixes.p3) context.shared.in_recovery = 0;
    context.out.log(text, arguments);
    Message answer;
    answer.kind = static_cast<std::uint16_t>(admin::Result::error);
    answer.words[0] = static_cast<std::int32_t>(severity);
    answer.words[1] = text;
    for (std::size_t i = 0; i < arguments.size(); ++i) answer.words[i + 2] = arguments[i];
    context.out.put(Send{client_, std::move(answer)});
    if (severity == Severity::fatal) return context.out.put(Exit{1});
    listen_again(context);
}

void PcpWorker::listen_again(Context& context) {
    stage_ = Stage::idle;
    answered_ = !vanished_;
    if (vanished_) client_gone(context);
}

}  // namespace failover::interlock
