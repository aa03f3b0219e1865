#include "failover/logics/interlock/node_request_call.hpp"

#include <array>

#include "failover/logics/interlock/process_texts.hpp"
#include "failover/logics/interlock/rules.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

/// §6.1 "wd answer handling", one row per code of §7.4.
constexpr std::array<AnswerRule, 16> rules{{
    {CommandResult::error, Reaction::canceled},
    {CommandResult::transition, Reaction::ask_again},
    {CommandResult::i_am_lock_holder, Reaction::canceled},
    {CommandResult::i_am_not_lock_holder, Reaction::canceled},
    {CommandResult::unlocked, Reaction::canceled},
    {CommandResult::locked, Reaction::canceled},
    {CommandResult::success, Reaction::canceled},
    {CommandResult::no_lockholder, Reaction::canceled},
    {CommandResult::no_lockholder_but_wait, Reaction::canceled},
    {CommandResult::proceed, Reaction::proceed},
    {CommandResult::will_be_done, Reaction::handled_by_watchdog},
    {CommandResult::not_allowed, Reaction::canceled},
    {CommandResult::invalid_function, Reaction::canceled},
    {CommandResult::already_issued, Reaction::canceled},
    {CommandResult::master_rejected, Reaction::canceled},
    {CommandResult::timeout, Reaction::canceled},
}};

constexpr bool rules_in_order() {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (static_cast<std::size_t>(rules[i].answer) != i) return false;
    }
    return true;
}
static_assert(rules_in_order());

Reaction reaction_to(Context& context, CommandResult answer) {
    const auto row = static_cast<std::size_t>(answer);
    LOGIC_ASSERT(row < rules.size());
    if (context.out.applies(rule(Table::answers, row))) return rules[row].reaction;
    // Where nobody looks at an answer, the caller goes on; and where nobody lets it, it does not.
    const bool proceeds = rules[row].reaction == Reaction::proceed;
    return proceeds ? Reaction::canceled : Reaction::proceed;
}

/// The lines that a request of one kind can end with. No error text: refusals are only logged.
struct Endings {
    ProcessText unstable;
    ProcessText by_watchdog;
    ProcessText canceled;
    ProcessText canceled_error;
    Function function;
};
Endings endings(NodeOperation operation) {
    switch (operation) {
        case NodeOperation::down:
            return {ProcessText::degenerate_unstable, ProcessText::degenerate_by_watchdog,
                    ProcessText::degenerate_canceled, ProcessText::degenerate_canceled_error,
                    Function::degenerate};
        case NodeOperation::up:
            return {ProcessText::failback_unstable, ProcessText::failback_by_watchdog,
                    ProcessText::failback_canceled, ProcessText::failback_canceled_error,
                    Function::failback};
        case NodeOperation::promote:
            return {ProcessText::promote_unstable, ProcessText::promote_by_watchdog,
                    ProcessText::promote_canceled, ProcessText::promote_canceled,
                    Function::promote};
        case NodeOperation::recovery:
        case NodeOperation::close_idle:
            break;
    }
    LOGIC_ASSERT(false);
    return {};
}

/// First argument of those lines: how many nodes, or which one.
std::int32_t subject(const NodeRequest& request) {
    return request.operation == NodeOperation::down
               ? static_cast<std::int32_t>(request.nodes.size())
               : request.nodes.front().value;
}

}  // namespace

std::span<const AnswerRule> answer_rules() { return rules; }

CommandResult failover_answer(Context& context, const IpcCall& call) {
    LOGIC_ASSERT(!call.open());
    if (!call.reached()) {
        context.out.log(id(ProcessText::failover_command_null));
        return CommandResult::error;
    }
    switch (call.result()) {
        case IpcResult::in_transition:
            context.out.log(id(ProcessText::failover_command_unstable));
            return CommandResult::transition;
        case IpcResult::timeout:
            context.out.log(id(ProcessText::failover_command_timeout));
            return CommandResult::timeout;
        case IpcResult::ok:
            return static_cast<CommandResult>(call.reply().words[1]);
        case IpcResult::bad:
            break;
    }
    return CommandResult::error;
}

Message failover_request_message(const NodeRequest& request, bool says_switch_over) {
    Message message;
    LOGIC_ASSERT(request.nodes.size() + 2 <= message.words.size());
    message.kind = static_cast<std::uint16_t>(Ipc::failover_request);
    message.words[0] = static_cast<std::int32_t>(endings(request.operation).function);
    message.words[1] = static_cast<std::int32_t>(request.nodes.size());
    for (std::size_t i = 0; i < request.nodes.size(); ++i) {
        message.words[i + 2] = request.nodes[i].value;
    }
    if (says_switch_over && request.switch_over) {
        LOGIC_ASSERT(request.nodes.size() + 2 <= switch_over_word);
        message.words[switch_over_word] = 1;
    }
    return message;
}

bool NodeRequestCall::begin(Context& context, NodeRequest request, bool as_error) {
    LOGIC_ASSERT(!open());
    request_ = std::move(request);
    as_error_ = as_error;
    asked_ = 1;
    error_ = 0;
    proceeds_ = !context.config.use_watchdog || request_.failover_id != 0;
    if (proceeds_) return true;
    stage_ = Stage::asking;
    call_.begin(context, failover_request_message(request_, context.config.fixes.h20));
    return false;
}

bool NodeRequestCall::takes(const Input& input) const {
    switch (stage_) {
        case Stage::idle:
            return false;
        case Stage::asking:
            return call_.takes(input);
        case Stage::pausing:
            return std::holds_alternative<TimedOut>(input.what);
    }
    return false;
}

bool NodeRequestCall::step(Context& context, const Input& input) {
    LOGIC_ASSERT(open());
    if (stage_ == Stage::asking) return call_.step(context, input) && answered(context);
    // A pause is over. The product sleeps after the last try too.
    if (asked_ == tries) {
        cancel(context, true);
        return true;
    }
    ++asked_;
    stage_ = Stage::asking;
    call_.begin(context, failover_request_message(request_, context.config.fixes.h20));
    return false;
}

bool NodeRequestCall::answered(Context& context) {
    switch (reaction_to(context, failover_answer(context, call_))) {
        case Reaction::ask_again:
            stage_ = Stage::pausing;
            context.out.put(SetTimer{retry_delay, retry_delay});
            return false;
        case Reaction::proceed:
            stage_ = Stage::idle;
            request_.failover_id = call_.reply().words[2];
            proceeds_ = true;
            return true;
        case Reaction::handled_by_watchdog:
            stage_ = Stage::idle;
            context.out.log(id(endings(request_.operation).by_watchdog),
                            {subject(request_), context.self.value});
            return true;
        case Reaction::canceled:
            cancel(context, false);
            return true;
    }
    return true;
}

void NodeRequestCall::cancel(Context& context, bool unstable) {
    stage_ = Stage::idle;
    const Endings texts = endings(request_.operation);
    arguments_ = {subject(request_), context.self.value};
    if (unstable) context.out.log(id(texts.unstable), arguments_);
    if (as_error_ && texts.canceled_error != texts.canceled) {
        error_ = id(texts.canceled_error);
    } else {
        context.out.log(id(texts.canceled), arguments_);
    }
}

}  // namespace failover::interlock
