// Online recovery by a PCP worker (semantics-3.6 §12).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/recovery.hpp"
#include "tests/failover/pcp_bench.hpp"

namespace failover::interlock {
namespace {

using admin::Command;
using std::chrono::seconds;
using testing::ElementsAre;

class Pcp_recovery : public Pcp_commands {
  protected:
    void SetUp() override {
        bench.config.recovery_timeout = seconds{6};
        bench.config.recovery_1st_stage_command = "basebackup.sh";
        bench.shared.set_status(BackendId{2}, Status::down);
        command(Command::recovery_node, 2);
    }
    void log_in() {
        database_ = bench.connecting();
        bench.give(worker, Connected{database_});
        bench.give(worker, Received{database_, message(database::Answer::ready)});
    }
    void database_says(database::Answer what) {
        bench.give(worker, Received{database_, message(what)});
    }

  private:
    ConnectionId database_ = no_connection;
};

TEST_F(Pcp_recovery, CopiesStartsAndAttaches) {  // §12.2, §16.2
    log_in();
    EXPECT_THAT(bench.story(), ElementsAre("recovery.command", "recovery.no_timeout", testing::_));
    database_says(database::Answer::done);
    EXPECT_THAT(bench.story(), ElementsAre("recovery.first_done", testing::_));
    database_says(database::Answer::done);  // the server is being started
    log_in();
    EXPECT_EQ(bench.shared.requests.entries().size(), 1U);
    EXPECT_EQ(bench.shared.requests.entries()[0].operation, NodeOperation::up);
    EXPECT_EQ(error(), "") << "it waits for the failover to end";
    bench.give(worker, Caught{Signal::usr2});
    EXPECT_THAT(bench.story(), ElementsAre("recovery.done", "raise to 2799", "send 101"));
    EXPECT_FALSE(bench.shared.pcp_recovering);
}

TEST_F(Pcp_recovery, ReportsSuccessAlsoIfNobodyWakesIt) {
    log_in();
    database_says(database::Answer::done);
    database_says(database::Answer::done);
    log_in();
    for (int second = 0; second < 5; ++second) bench.give(worker, TimedOut{});
    EXPECT_THAT(bench.story(),
                ElementsAre("recovery.not_woken", "recovery.done", "raise to 2799", "send 101"));
}

TEST_F(Pcp_recovery, OfAFailingScriptIsOverAtOnce) {
    log_in();
    database_says(database::Answer::error);
    EXPECT_EQ(error(), "recovery.script_failed");
    EXPECT_FALSE(bench.shared.pcp_recovering);
    EXPECT_TRUE(bench.shared.requests.empty());
}

TEST_F(Pcp_recovery, GivesUpAServerThatDoesNotStart) {
    log_in();
    database_says(database::Answer::done);
    database_says(database::Answer::done);
    int tries = 0;
    while (error().empty()) {
        ASSERT_LT(tries, 100);
        bench.give(worker, ConnectFailed{bench.connecting(), Refusal::refused});
        ++tries;
        if (error().empty()) bench.give(worker, TimedOut{});
    }
    EXPECT_EQ(tries, 4 + 6 / 3 + 1);
    EXPECT_EQ(error(), "recovery.no_postmaster");
}

TEST_F(Pcp_recovery, IsRefusedWhileAnotherOneRuns) {
    PcpWorker second;
    bench.start(second, client.value);
    bench.give(second, Received{client, message(Command::recovery_node, 2)});
    EXPECT_EQ(error(), "recovery.already");
    EXPECT_THAT(bench.wanted<Exit>(), ElementsAre(Exit{1}));
    EXPECT_TRUE(bench.shared.pcp_recovering);
}

}  // namespace
}  // namespace failover::interlock
