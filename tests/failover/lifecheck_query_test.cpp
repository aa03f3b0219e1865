// The lifecheck by query and the trusted servers (semantics-3.6 §9.9), driven alone.

#include <gmock/gmock.h>

#include "failover/logics/interlock/lifecheck.hpp"
#include "failover/words/client.hpp"
#include "process_bench.hpp"

namespace lab {
namespace {

Message kind(client::Hear what) {
    Message message;
    message.kind = static_cast<std::uint16_t>(what);
    return message;
}

/// Hands over what the watchdog answers to the open command.
void answer_ipc(Bench<Lifecheck>& b, std::vector<std::int64_t> blob) {
    const auto connects = b.wants<Connect>();
    ASSERT_EQ(connects.size(), 1U);
    ASSERT_EQ(connects.front().plane, Plane::ipc);
    Message message;
    message.kind = static_cast<std::uint16_t>(Ipc::result);
    message.words[0] = static_cast<std::int32_t>(IpcResult::ok);
    message.blob = std::move(blob);
    b.give(Connected{connects.front().connection});
    b.give(Received{connects.front().connection, message});
}

Bench<Lifecheck> started(const Config& config) {
    Bench<Lifecheck> b;
    const auto proxies = b.config.proxies;
    b.config = config;
    b.config.proxies = proxies;
    b.config.self = ProxyId{0};
    b.start();
    answer_ipc(b, {0, 1, 1, 1, 4, 7});
    return b;
}

Config by_query() {
    Config config = Bench<Lifecheck>{}.config;
    config.wd_lifecheck_method = LifecheckMethod::query;
    config.wd_life_point = 3;
    return config;
}

/// A round of queries: who answers, by proxy. The others are silent until the time is up.
void query_round(Bench<Lifecheck>& b, const std::vector<bool>& answers) {
    std::vector<ConnectionId> visits;
    for (const Connect& connect : b.wants<Connect>()) {
        ASSERT_EQ(connect.plane, Plane::client);
        visits.push_back(connect.connection);
    }
    ASSERT_EQ(visits.size(), answers.size());
    ASSERT_EQ(b.wants<SetTimer>().front().at_least, 6s);
    bool all = true;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        all = all && answers[i];
        if (!answers[i]) continue;
        b.give(Connected{visits[i]});
        b.give(Received{visits[i], kind(client::Hear::ready)});
        b.give(Received{visits[i], kind(client::Hear::rows)});
    }
    if (!all) b.give(TimedOut{}, 6s);
}

TEST(QueryLifecheck, BeginsWhenEveryProxyAnswersItselfIncluded) {
    Bench<Lifecheck> b = started(by_query());
    query_round(b, {false, true});
    EXPECT_TRUE(b.said().empty());
    EXPECT_EQ(b.wants<SetTimer>().back().at_least, 100s);
    b.give(TimedOut{}, 100s);
    query_round(b, {true, true});
    EXPECT_EQ(b.said(), texts({T::lifecheck_started}));
}

TEST(QueryLifecheck, ThreeFailuresAreADeathThatIsReportedOnce) {
    Bench<Lifecheck> b = started(by_query());
    query_round(b, {true, true});
    for (int failure = 1; failure < 3; ++failure) {
        b.give(TimedOut{}, 10s);
        query_round(b, {true, false});
        EXPECT_TRUE(b.said().empty());
    }
    b.give(TimedOut{}, 10s);
    query_round(b, {true, false});
    EXPECT_EQ(b.said(), texts({T::lifecheck_query_failed, T::lifecheck_report}));
    const auto report = b.wants<Log>().back().arguments;
    EXPECT_EQ(report[0], 1);
    EXPECT_EQ(report[2], static_cast<std::int32_t>(PeerEventReason::unable_to_connect));
    answer_ipc(b, {});
    b.give(TimedOut{}, 10s);
    query_round(b, {true, false});
    EXPECT_EQ(b.said(), texts({T::lifecheck_query_failed}));
}

TEST(QueryLifecheck, NobodyReturnsAndNobodyDiesTwice) {
    Bench<Lifecheck> b = started(by_query());
    query_round(b, {true, true});
    for (int failure = 0; failure < 3; ++failure) {
        b.give(TimedOut{}, 10s);
        query_round(b, {true, false});
    }
    answer_ipc(b, {});
    b.give(TimedOut{}, 10s);
    query_round(b, {true, true});
    EXPECT_TRUE(b.said().empty());
    for (int failure = 0; failure < 3; ++failure) {
        b.give(TimedOut{}, 10s);
        query_round(b, {true, false});
    }
    EXPECT_EQ(b.said(), texts({T::lifecheck_query_failed}));
}

TEST(QueryLifecheck, AProxyThatCannotAnswerItselfReportsItself) {
    Bench<Lifecheck> b = started(by_query());
    query_round(b, {true, true});
    for (int failure = 0; failure < 3; ++failure) {
        b.give(TimedOut{}, 10s);
        query_round(b, {false, true});
    }
    const auto report = b.wants<Log>().back().arguments;
    EXPECT_EQ(report[0], 0);
    EXPECT_EQ(report[2], static_cast<std::int32_t>(PeerEventReason::parent_is_dead));
}

TEST(ExternalLifecheck, DoesNothing) {
    Config config = by_query();
    config.wd_lifecheck_method = LifecheckMethod::external;
    config.trusted_servers = "gateway";
    Bench<Lifecheck> b = started(config);
    EXPECT_TRUE(b.wants<SetTimer>().empty());
    EXPECT_TRUE(b.wants<Connect>().empty());
    EXPECT_THAT(b.said(), testing::Not(testing::Contains(id(T::lifecheck_trusted_added))));
}

Bench<Lifecheck> trusting(std::string servers) {
    Config config = by_query();
    config.trusted_servers = std::move(servers);
    Bench<Lifecheck> b = started(config);
    query_round(b, {true, true});
    b.give(TimedOut{}, 10s);
    return b;
}

TEST(TrustedServers, OneThatAnswersIsEnough) {
    Bench<Lifecheck> b = trusting("gateway, dns1");
    const auto pings = b.wants<Ping>();
    ASSERT_EQ(pings.size(), 2U);
    EXPECT_EQ(pings[1].address, "dns1");
    b.give(CommandEnded{pings[0].request, 256}, 12s);
    EXPECT_EQ(b.said(), texts({T::lifecheck_ping_failed}));
    b.give(CommandEnded{pings[1].request, 0});
    EXPECT_TRUE(b.said().empty());
    EXPECT_EQ(b.wants<Connect>().size(), 2U);  // the queries follow
}

TEST(TrustedServers, NoneThatAnswersIsTheProxysOwnDeathToldOnce) {
    Bench<Lifecheck> b = trusting("gateway");
    const auto pings = b.wants<Ping>();
    ASSERT_EQ(pings.size(), 1U);
    b.give(CommandEnded{pings[0].request, 256}, 12s);
    EXPECT_EQ(b.said(),
              texts({T::lifecheck_ping_failed, T::lifecheck_no_trusted, T::lifecheck_report}));
    const auto report = b.wants<Log>().back().arguments;
    EXPECT_EQ(report[0], 0);
    EXPECT_EQ(report[2], static_cast<std::int32_t>(PeerEventReason::trusted_server_unreachable));
    answer_ipc(b, {});
    b.give(TimedOut{}, 10s);
    b.give(CommandEnded{b.wants<Ping>().front().request, 256}, 12s);
    EXPECT_EQ(b.said(), texts({T::lifecheck_ping_failed}));
}

}  // namespace
}  // namespace lab
