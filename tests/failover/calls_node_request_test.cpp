// Node requests on their way to main: validation, the question to the watchdog, the ring.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/node_request_call.hpp"
#include "tests/failover/sessions_bench.hpp"

namespace failover::interlock {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

NodeRequest down(std::vector<BackendId> nodes) {
    return {.operation = NodeOperation::down,
            .nodes = std::move(nodes),
            .switch_over = true,
            .failover_id = 0,
            .cause = {}};
}
NodeRequest up(std::int32_t node, std::int32_t failover_id = 0) {
    return {.operation = NodeOperation::up,
            .nodes = {BackendId{node}},
            .switch_over = false,
            .failover_id = failover_id,
            .cause = {}};
}
NodeRequest promote(std::int32_t node) {
    return {.operation = NodeOperation::promote,
            .nodes = {BackendId{node}},
            .switch_over = false,
            .failover_id = 0,
            .cause = {}};
}

class Validating : public testing::Test {
  protected:
    Validation check(const NodeRequest& request, bool as_error = false) {
        Context here = bench.context();
        bench.out.clear();
        return validate(here, request, as_error);
    }
    Bench bench;
};

TEST_F(Validating, ADegenerateRequestDropsBadIdsAndKeepsTheRest) {
    bench.shared.set_status(BackendId{1}, Status::down);
    EXPECT_EQ(check(down({BackendId{1}, BackendId{2}})).verdict, Validated::ask_watchdog);
    EXPECT_THAT(bench.story(),
                ElementsAre("request.degenerate_not_valid", "request.degenerate_received"));
}

TEST_F(Validating, ADegenerateRequestOfBadIdsOnlyIsASuccessWithNothingToDo) {
    bench.shared.set_status(BackendId{2}, Status::down);
    EXPECT_EQ(check(down({BackendId{2}})).verdict, Validated::nothing_left);
}

TEST_F(Validating, WhoWantsAnErrorGetsTheFirstBadIdUnlogged) {
    bench.shared.set_status(BackendId{2}, Status::down);
    const Validation found = check(down({BackendId{2}, BackendId{1}}), true);
    EXPECT_EQ(found.verdict, Validated::refused);
    EXPECT_EQ(key_of(found.error), "request.degenerate_not_valid_error");
    EXPECT_EQ(found.arguments[0], 2);
    EXPECT_EQ(found.arguments[1], 3);
    EXPECT_THAT(bench.story(), IsEmpty());
}

TEST_F(Validating, ANodeThatMustNotFailOverIsRefused) {
    bench.config.backends[1].disallow_to_failover = true;
    EXPECT_EQ(check(down({BackendId{1}})).verdict, Validated::nothing_left);
    EXPECT_THAT(bench.story(), ElementsAre("request.degenerate_disallowed"));
}

TEST_F(Validating, AnyIdUpTo127MayBeAttachedAlsoOneThatIsUpOrNotConfigured) {
    EXPECT_EQ(check(up(1)).verdict, Validated::ask_watchdog);
    EXPECT_EQ(check(up(7)).verdict, Validated::ask_watchdog);
    EXPECT_EQ(check(up(127)).verdict, Validated::ask_watchdog);
    EXPECT_EQ(check(up(128)).verdict, Validated::refused);
    EXPECT_EQ(check(up(-1)).verdict, Validated::refused);
}

TEST_F(Validating, APromotionOfADownNodeIsRefusedInTheLogOnly) {
    bench.shared.set_status(BackendId{2}, Status::down);
    const Validation found = check(promote(2));
    EXPECT_EQ(found.verdict, Validated::refused);
    EXPECT_EQ(found.error, 0);
    EXPECT_THAT(bench.story(), ElementsAre("request.promote_not_valid"));
}

TEST_F(Validating, OutsideStreamingModeAPromotionIsRefusedWithoutAWord) {
    bench.config.streaming = false;
    EXPECT_EQ(check(promote(1)).verdict, Validated::refused);
    EXPECT_THAT(bench.story(), IsEmpty());
}

TEST_F(Validating, AStaleCopyDecidesForTheProcessThatHasOne) {
    std::array<Status, max_backends> copy = bench.shared.status;
    bench.shared.set_status(BackendId{2}, Status::down);
    Context here = bench.context();
    EXPECT_EQ(validate(here, down({BackendId{2}}), false, StatusView{copy}).verdict,
              Validated::ask_watchdog);
}

class Enqueueing : public testing::Test {
  protected:
    bool put(NodeRequest request) {
        Context here = bench.context();
        bench.out.clear();
        return enqueue(here, std::move(request));
    }
    Bench bench;
};

TEST_F(Enqueueing, MainIsSignalledWithReasonZero) {
    EXPECT_TRUE(put(up(2)));
    EXPECT_THAT(bench.story(), ElementsAre("request.signal_user1", "raise to 2799"));
    EXPECT_TRUE(bench.shared.failover_interrupt.set);
}

TEST_F(Enqueueing, AMainThatIsSwitchingFindsTheEntryByItself) {
    bench.shared.switching = true;
    EXPECT_TRUE(put(up(2)));
    EXPECT_THAT(bench.story(), IsEmpty());
    EXPECT_EQ(bench.shared.requests.entries().size(), 1U);
}

TEST_F(Enqueueing, TheEleventhRequestIsRefusedWithoutALine) {
    for (std::size_t i = 0; i < RequestQueue::capacity; ++i) EXPECT_TRUE(put(up(2)));
    EXPECT_FALSE(put(up(2)));
    EXPECT_THAT(bench.story(), IsEmpty());
}

TEST_F(Enqueueing, WhoMustSignalADeadMainPanics) {
    bench.shared.main = no_pid;
    EXPECT_FALSE(put(up(2)));
    EXPECT_THAT(bench.story(), ElementsAre("main.died", "exit 1"));
}

TEST_F(Enqueueing, AForwardedRequestWithNothingLeftCountsAsAccepted) {
    bench.shared.set_status(BackendId{2}, Status::down);
    Context here = bench.context();
    EXPECT_TRUE(accept_forwarded(here, down({BackendId{2}})));
    EXPECT_TRUE(bench.shared.requests.empty());
}

class Asking : public testing::Test {
  protected:
    bool begin(NodeRequest request, bool as_error) {
        bench.config.use_watchdog = true;
        Context here = bench.context();
        bench.out.clear();
        return call.begin(here, std::move(request), as_error);
    }
    /// One round of connect, ask and answer. True when the verdict is there.
    bool answer(const Message& answer) {
        const ConnectionId connection = bench.connecting();
        bench.give_call(call, Connected{connection});
        return bench.give_call(call, Received{connection, answer});
    }
    Bench bench;
    NodeRequestCall call;
};

TEST_F(Asking, OfSixteenAnswersOnlyOneProceeds) {
    int proceeding = 0;
    for (const AnswerRule& rule : answer_rules()) {
        if (rule.reaction == Reaction::proceed) ++proceeding;
    }
    EXPECT_EQ(answer_rules().size(), 16U);
    EXPECT_EQ(proceeding, 1);
    EXPECT_EQ(answer_rules()[9].answer, CommandResult::proceed);
}

TEST_F(Asking, TheFailoverIdOfTheAnswerTravelsWithTheRequest) {
    EXPECT_FALSE(begin(up(2), true));
    EXPECT_TRUE(answer(ipc_answer(IpcResult::ok, CommandResult::proceed, 465)));
    EXPECT_TRUE(call.proceeds());
    EXPECT_EQ(call.request().failover_id, 465);
}

TEST_F(Asking, TheQuestionNamesFunctionCountAndNodes) {
    begin(down({BackendId{2}, BackendId{1}}), false);
    bench.give_call(call, Connected{bench.connecting()});
    const Message sent = bench.wanted<Send>()[0].message;
    EXPECT_EQ(sent.words[0], static_cast<int>(Function::degenerate));
    EXPECT_EQ(sent.words[1], 2);
    EXPECT_EQ(sent.words[2], 2);
    EXPECT_EQ(sent.words[3], 1);
}

TEST_F(Asking, InTransitionItAsksTenTimesOneSecondApartAndThenGivesUp) {
    bool over = begin(up(2), false);
    for (int i = 1; i <= NodeRequestCall::tries; ++i) {
        over = answer(ipc_answer(IpcResult::in_transition));
        EXPECT_FALSE(over);
        EXPECT_THAT(bench.story(), ElementsAre("ipc.failover_command_unstable"));
        EXPECT_THAT(bench.wanted<SetTimer>(), ElementsAre(SetTimer{seconds{1}, seconds{1}}));
        over = bench.give_call(call, TimedOut{});
        EXPECT_EQ(over, i == NodeRequestCall::tries);
    }
    EXPECT_FALSE(call.proceeds());
    EXPECT_THAT(bench.story(),
                ElementsAre("request.failback_unstable", "request.failback_canceled"));
}

TEST_F(Asking, ARefusalIsAnErrorForWhoWantsOne) {
    begin(up(2), true);
    EXPECT_TRUE(answer(ipc_answer(IpcResult::ok, CommandResult::already_issued)));
    EXPECT_FALSE(call.proceeds());
    EXPECT_EQ(key_of(call.error()), "request.failback_canceled_error");
    EXPECT_THAT(bench.story(), IsEmpty());
}

TEST_F(Asking, ADeadWatchdogCancelsTheRequest) {
    begin(down({BackendId{2}}), false);
    EXPECT_TRUE(bench.give_call(call, ConnectFailed{bench.connecting(), Refusal::refused}));
    EXPECT_FALSE(call.proceeds());
    EXPECT_THAT(bench.story(), ElementsAre("ipc.connect_failed", "ipc.failover_command_null",
                                           "request.degenerate_canceled"));
}

TEST_F(Asking, ARequestThatCameFromTheWatchdogIsNotAskedAgain) {
    EXPECT_TRUE(begin(up(2, 465), false));
    EXPECT_TRUE(call.proceeds());
    EXPECT_THAT(bench.story(), IsEmpty());
}

}  // namespace
}  // namespace failover::interlock
