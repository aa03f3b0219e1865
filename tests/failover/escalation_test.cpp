// The escalation helper alone: its command, and the delegate IP (semantics-3.6 §9.10).

#include "failover/logics/interlock/escalation.hpp"

#include <gmock/gmock.h>

#include "process_bench.hpp"

namespace lab {
namespace {

constexpr std::int32_t good = 0;
constexpr std::int32_t exit_1 = 256;

Bench<EscalationHelper> helper(Escalation way) {
    Bench<EscalationHelper> b;
    b.config.delegate_ip = "10.36.0.200";
    b.start(static_cast<std::int32_t>(way));
    return b;
}

/// The command that was begun in the last step ends so.
void end_command(Bench<EscalationHelper>& b, std::string_view parameter, std::int32_t status) {
    const auto commands = b.wants<RunCommand>();
    ASSERT_EQ(commands.size(), 1U);
    ASSERT_EQ(commands.front().line.parameter, parameter_index(parameter));
    b.give(CommandEnded{commands.front().request, status});
}

void end_ping(Bench<EscalationHelper>& b, std::int32_t status) {
    const auto pings = b.wants<Ping>();
    ASSERT_EQ(pings.size(), 1U);
    ASSERT_EQ(pings.front().address, "10.36.0.200");
    b.give(CommandEnded{pings.front().request, status}, 2s);
}

TEST(Escalation, WithoutCommandAndAddressItIsDoneAtOnce) {
    Bench<EscalationHelper> b;
    b.start(static_cast<std::int32_t>(Escalation::up));
    EXPECT_EQ(b.said(), texts({T::escalation_started, T::escalation_successful}));
    EXPECT_EQ(b.wants<Exit>().size(), 1U);
}

TEST(Escalation, WaitsForItsCommandAndNamesItsFailure) {
    Bench<EscalationHelper> b;
    b.config.wd_de_escalation_command = "/scripts/down.sh";
    b.start(static_cast<std::int32_t>(Escalation::down));
    EXPECT_TRUE(b.wants<Exit>().empty());
    end_command(b, "wd_de_escalation_command", exit_1);
    EXPECT_EQ(b.said(), texts({T::de_escalation_failed}));
    EXPECT_EQ(b.wants<Log>().front().arguments[0], 1);
    EXPECT_EQ(b.wants<Exit>().size(), 1U);
}

TEST(Escalation, ACommandThatASignalEndsHasEndedAbnormally) {
    Bench<EscalationHelper> b;
    b.config.wd_escalation_command = "/scripts/up.sh";
    b.start(static_cast<std::int32_t>(Escalation::up));
    constexpr std::int32_t killed = 9;
    end_command(b, "wd_escalation_command", killed);
    EXPECT_EQ(b.said(), texts({T::escalation_abnormal}));
}

TEST(Escalation, TheAddressComesUpIsAnnouncedAndTested) {
    Bench<EscalationHelper> b = helper(Escalation::up);
    EXPECT_EQ(b.wants<RunCommand>().front().purpose, Purpose::address_up);
    end_command(b, "if_up_cmd", good);
    EXPECT_EQ(b.wants<RunCommand>().front().purpose, Purpose::announce);
    end_command(b, "arping_cmd", good);
    EXPECT_TRUE(b.said().empty());
    end_ping(b, good);
    EXPECT_EQ(b.said(), texts({T::address_acquired}));
    EXPECT_EQ(b.wants<Exit>().size(), 1U);
}

TEST(Escalation, AnAddressThatDoesNotAnswerIsTestedThreeTimes) {
    Bench<EscalationHelper> b = helper(Escalation::up);
    end_command(b, "if_up_cmd", good);
    end_command(b, "arping_cmd", good);
    for (std::int32_t count = 1; count < 3; ++count) {
        end_ping(b, exit_1);
        EXPECT_EQ(b.said(), texts({T::address_waiting}));
        EXPECT_EQ(b.wants<Log>().front().arguments[0], count);
    }
    end_ping(b, exit_1);
    EXPECT_EQ(b.said(),
              texts({T::address_waiting, T::address_not_acquired, T::escalation_no_address}));
    EXPECT_EQ(b.wants<Exit>().size(), 1U);
}

TEST(Escalation, AFailingCommandIsTheEndOfIt) {
    Bench<EscalationHelper> b = helper(Escalation::up);
    end_command(b, "if_up_cmd", exit_1);
    EXPECT_EQ(b.said(), texts({T::address_not_acquired, T::escalation_no_address}));
    EXPECT_TRUE(b.wants<Ping>().empty());
    EXPECT_EQ(b.wants<Exit>().front().status, 0);
}

TEST(Escalation, TheAddressIsReleasedOrSaidToBeThereStill) {
    Bench<EscalationHelper> released = helper(Escalation::down);
    EXPECT_EQ(released.wants<RunCommand>().front().purpose, Purpose::address_down);
    end_command(released, "if_down_cmd", good);
    EXPECT_EQ(released.said(), texts({T::address_released}));
    Bench<EscalationHelper> kept = helper(Escalation::down);
    end_command(kept, "if_down_cmd", 2 * exit_1);
    EXPECT_EQ(kept.said(), texts({T::address_not_released, T::de_escalation_no_address}));
}

}  // namespace
}  // namespace lab
