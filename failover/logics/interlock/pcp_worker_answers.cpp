// What a PCP worker does for those who ask, stop the proxy, or have a backend recovered.
#include <array>
#include <utility>

#include "failover/logics/interlock/load_balance.hpp"
#include "failover/logics/interlock/pcp_worker.hpp"
#include "failover/logics/interlock/process_texts.hpp"

namespace failover::interlock {
namespace {

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

/// The texts of §12.1 stand in the order of its checks; that nobody else recovers is the last one
/// before a recovery is this worker's own.
bool had_begun(const Recovery::Error& error) {
    return error.text > id(ProcessText::recovery_already);
}

}  // namespace

// ---- information -------------------------------------------------------------------------------

void PcpWorker::node_info(Context& context, BackendId node) {
    if (!context.config.known(node)) {
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
    const std::size_t count = list.blob.size() / 4;
    Message answer;
    answer.words = {static_cast<std::int32_t>(count), context.shared.escalated ? 1 : 0,
                    list.words[1], list.words[2], list.words[3]};
    for (std::size_t i = 0; i < count; ++i) {
        if (index_ >= 0 && static_cast<std::size_t>(index_) != i) continue;
        const std::array row{list.blob[2 * i], list.blob[2 * i + 1], list.blob[2 * count + i],
                             list.blob[3 * count + i]};
        answer.blob.insert(answer.blob.end(), row.begin(), row.end());
    }
    if (answer.blob.empty()) answer.blob = {no_proxy.value, 0, -1, 0};  // no such index: no error
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

// ---- online recovery ---------------------------------------------------------------------------

void PcpWorker::recover(Context& context, BackendId node) {
    if (const MessageId text = busy_text(context.shared); text != 0) return fail(context, text);
    stage_ = Stage::recovering;
    recovered(context, recovery_.begin(context, node, copy_));
}

void PcpWorker::recovered(Context& context, Recovery::State state) {
    if (state == Recovery::State::going_on) return;
    if (state == Recovery::State::failed) {
        const Recovery::Error error = std::exchange(recovery_, {}).error();
        if (had_begun(error)) end_recovery(context);
        return fail(context, error.text, error.arguments);
    }
    woken_ = false;
    wake_polls_ = 0;
    request(context,
            {.operation = NodeOperation::up,
             .nodes = {recovery_.node()},
             .switch_over = false,
             .failover_id = 0,
             .cause = {}},
            false);
}

/// Attached or refused: it is the same to the one who asked (§12.2).
void PcpWorker::wait_for_attach(Context& context) {
    stage_ = Stage::attaching;
    if (!woken_ && wake_polls_++ < most_wake_polls) {
        return context.out.put(SetTimer{wake_poll, wake_poll});
    }
    if (!woken_) context.out.log(id(ProcessText::recovery_not_woken));
    context.out.log(id(ProcessText::recovery_done));
    recovery_ = {};
    end_recovery(context);
    complete(context);
}

/// In streaming mode no client was held up, and no other proxy was told (§12.2).
void PcpWorker::end_recovery(Context& context) {
    context.shared.pcp_recovering = false;
    context.shared.in_recovery = 0;
    if (context.shared.main != no_pid) {
        context.out.put(Raise{context.shared.main, Signal::usr2});
    }
}

}  // namespace failover::interlock
