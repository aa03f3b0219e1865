#include "failover/logics/interlock/pcp_worker.hpp"

#include <algorithm>

#include "failover/logics/interlock/load_balance.hpp"
#include "failover/logics/interlock/process_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

constexpr int recovery_detach = 2;   ///< Shared::in_recovery (§1.2)
constexpr int recovery_promote = 3;  ///< likewise
/// recovery_timeout 90 s, in polls, plus one (§10: recovery_timeout/3+1).
constexpr std::int32_t drain_polls = 31;

NodeRequest one_node(NodeOperation operation, BackendId node, bool switch_over) {
    return {.operation = operation,
            .nodes = {node},
            .switch_over = switch_over,
            .failover_id = 0,
            .cause = {}};
}

bool known(const Config& config, BackendId node) {
    return node.value >= 0 && node.value < config.backend_count();
}

bool any_session(const Shared& shared) {
    return std::any_of(shared.children.begin(), shared.children.end(),
                       [](const ChildSlot& it) { return it.connected; });
}

/// While a run is on and another request waits, some commands are refused (§10).
MessageId busy_text(const Shared& shared) {
    if (!shared.switching || shared.requests.empty()) return 0;
    switch (shared.requests.entries().front().operation) {
        case NodeOperation::up:
            return id(ProcessText::pcp_failback_in_progress);
        case NodeOperation::down:
            return id(ProcessText::pcp_failover_in_progress);
        case NodeOperation::promote:
            return id(ProcessText::pcp_promote_in_progress);
        case NodeOperation::recovery:
        case NodeOperation::close_idle:
            break;
    }
    return id(ProcessText::pcp_operation_in_progress);
}

}  // namespace

void PcpWorker::start(Context& context, const Started& started) {
    client_ = ConnectionId{started.argument};
    copy_.take(context.shared);
}

void PcpWorker::step(Context& context, std::span<const Input> inputs) {
    LOGIC_ASSERT(inputs.size() == 1);
    const Input& input = inputs.front();
    if (const auto* signal = std::get_if<Caught>(&input.what)) {
        if (signal->signal == Signal::usr2) {
            woken_ = true;
            if (stage_ == Stage::awaiting_finish) {  // the signal ends its sleep
                context.out.put(StopTimer{});
                finish_graceful(context);
            }
        }
        // SIGTERM does not stop a worker (§10).
        if (signal->signal == Signal::quit || signal->signal == Signal::interrupt) {
            context.out.put(Exit{0});
        }
        return;
    }
    switch (stage_) {
        case Stage::idle:
            if (const auto* received = std::get_if<Received>(&input.what)) {
                command(context, received->message);
            } else if (std::holds_alternative<Ended>(input.what)) {
                context.out.put(Close{client_});
                context.out.put(Exit{0});
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
        case Stage::draining:
        case Stage::awaiting_finish:
            timed_out(context);
            return;
    }
}

bool PcpWorker::takes(const Input& input) const {
    switch (stage_) {
        case Stage::idle: {
            const auto* received = std::get_if<Received>(&input.what);
            const auto* ended = std::get_if<Ended>(&input.what);
            return (received != nullptr && received->connection == client_) ||
                   (ended != nullptr && ended->connection == client_);
        }
        case Stage::requesting:
            return request_.takes(input);
        case Stage::listing:
        case Stage::ending:
            return watchdog_.takes(input);
        case Stage::draining:
        case Stage::awaiting_finish:
            return std::holds_alternative<TimedOut>(input.what);
    }
    return false;
}

void PcpWorker::command(Context& context, const Message& message) {
    const BackendId node{message.words[0]};
    const auto kind = static_cast<admin::Command>(message.kind);
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
            break;
    }
    fail(context, id(ProcessText::pcp_unsupported), {message.kind});
}

// ---- node operations ---------------------------------------------------------------------------

void PcpWorker::request(Context& context, NodeRequest wanted, bool as_error) {
    const Validation validation = validate(context, wanted, as_error, StatusView{copy_.status});
    if (validation.verdict != Validated::ask_watchdog) {
        if (validation.error != 0) return fail(context, validation.error, validation.arguments);
        return sent(context);  // refused in the log only
    }
    stage_ = Stage::requesting;
    if (request_.begin(context, std::move(wanted), as_error)) requested(context);
}

void PcpWorker::requested(Context& context) {
    if (!request_.proceeds()) {
        if (request_.error() != 0) return fail(context, request_.error(), request_.arguments());
        return sent(context);
    }
    if (context.shared.main == no_pid) {
        // The one process that does not panic over a dead main (§7.7): nobody will take this.
        context.shared.requests.push(request_.request());
    } else {
        enqueue(context, request_.request());
    }
    sent(context);
}

void PcpWorker::sent(Context& context) {
    if (!graceful_) return complete(context);
    // A promotion forgets a wake-up that came before this, and waits for one also after a refusal:
    // hazard P4.
    if (drained_.operation == NodeOperation::promote) woken_ = false;
    stage_ = Stage::awaiting_finish;
    timed_out(context);
}

void PcpWorker::promote(Context& context, BackendId node) {
    if (!known(context.config, node)) {
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
    polls_ = 0;
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
    if (!any_session(context.shared)) {
        // An error from here on leaves in_recovery set: hazard P3.
        return request(context, drained_, drained_.operation == NodeOperation::down);
    }
    if (++polls_ > drain_polls) return finish_graceful(context);  // nothing detached: P2
    context.out.put(SetTimer{poll, poll});
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
    context.shared.in_recovery = 0;
    if (context.shared.main != no_pid) {
        context.out.put(Raise{context.shared.main, Signal::usr2});
    }
    complete(context);
}

// ---- information -------------------------------------------------------------------------------

void PcpWorker::node_info(Context& context, BackendId node) {
    if (!known(context.config, node)) {
        return fail(context, id(ProcessText::pcp_invalid_node_info));
    }
    Message answer;
    answer.words[0] = node.value;
    answer.words[1] = static_cast<std::int32_t>(context.shared.status_of(node));
    answer.words[2] = static_cast<std::int32_t>(shown_weight(context.config, node));
    complete(context, std::move(answer));
}

void PcpWorker::ask_watchdog_info(Context& context, std::int32_t index) {
    if (!context.config.use_watchdog) {
        return fail(context, id(ProcessText::pcp_watchdog_disabled));
    }
    index_ = index;
    stage_ = Stage::listing;
    Message question;
    question.kind = static_cast<std::uint16_t>(Ipc::node_list);
    watchdog_.begin(context, std::move(question));
}

void PcpWorker::watchdog_info(Context& context) {
    if (!watchdog_.reached() || watchdog_.result() != IpcResult::ok) {
        const ProcessText warning = !watchdog_.reached() ? ProcessText::watchdog_nodes_null
                                    : watchdog_.result() == IpcResult::timeout
                                        ? ProcessText::watchdog_nodes_timeout
                                        : ProcessText::watchdog_nodes_unstable;
        context.out.log(id(warning));
        return fail(context, id(ProcessText::pcp_watchdog_invalid_index));
    }
    const Message& list = watchdog_.reply();
    const std::size_t count = list.blob.size() / 3;
    Message answer;
    answer.words = {static_cast<std::int32_t>(count), context.shared.escalated ? 1 : 0,
                    list.words[1], list.words[2], list.words[3]};
    for (std::size_t i = 0; i < count; ++i) {
        if (index_ >= 0 && static_cast<std::size_t>(index_) != i) continue;
        answer.blob.push_back(list.blob[2 * i]);
        answer.blob.push_back(list.blob[2 * count + i]);
    }
    if (answer.blob.empty()) answer.blob = {no_proxy.value, 0};  // unknown index: no error
    complete(context, std::move(answer));
}

void PcpWorker::stop(Context& context, std::int32_t mode) {
    if (const MessageId text = busy_text(context.shared); text != 0) return fail(context, text);
    complete(context);
    if (context.shared.main == no_pid) return;
    const Signal signal = mode == 0   ? Signal::terminate
                          : mode == 1 ? Signal::interrupt
                                      : Signal::quit;
    context.out.put(Raise{context.shared.main, signal});
}

// ---- answers -----------------------------------------------------------------------------------

void PcpWorker::complete(Context& context, Message answer) {
    stage_ = Stage::idle;
    answer.kind = static_cast<std::uint16_t>(admin::Result::complete);
    context.out.put(Send{client_, std::move(answer)});
}

void PcpWorker::fail(Context& context, MessageId text, MessageArguments arguments) {
    stage_ = Stage::idle;
    const std::size_t index = text - id(ProcessText::signal_user1);
    LOGIC_ASSERT(index < process_texts().size());
    const Severity severity = process_texts()[index].severity;
    context.out.log(text, arguments);
    Message answer;
    answer.kind = static_cast<std::uint16_t>(admin::Result::error);
    answer.words[0] = static_cast<std::int32_t>(severity);
    answer.words[1] = text;
    for (std::size_t i = 0; i < arguments.size(); ++i) answer.words[i + 2] = arguments[i];
    context.out.put(Send{client_, std::move(answer)});
    if (severity == Severity::fatal) context.out.put(Exit{1});
}

}  // namespace failover::interlock
