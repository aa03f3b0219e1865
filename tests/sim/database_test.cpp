// Databases behind a logic that does not care about them: what WAL is a part of what, when a stream
// that is cut is given up, and when it comes back (postgres-model §2.3, §8.6).
#include <gtest/gtest.h>

#include "sim/facts/facts.hpp"
#include "sim/world/history.hpp"
#include "sim/world/ledger.hpp"
#include "sim/world/network.hpp"
#include "sim/world/run.hpp"
#include "tests/sim/ping_pong.hpp"

namespace {

using namespace std::chrono_literals;
using sim::facts::HostId;
using sim::facts::Kind;
using sim::scenario::Action;
using sim::scenario::Scenario;
using sim::scenario::Target;
using sim::scenario::Verb;
using sim::world::Branch;
using sim::world::History;

// ---- history -----------------------------------------------------------------------------------

TEST(History, WalUpToTheForkBelongsToTheNewBranchAndWhatComesAfterDoesNot) {
    History history;
    const auto old = history.add({1, Branch::none, 0});
    const auto promoted = history.add({2, old, 1000});
    EXPECT_TRUE(history.contains(promoted, {old, 1000}));
    EXPECT_FALSE(history.contains(promoted, {old, 1001}));
    EXPECT_FALSE(history.contains(old, {promoted, 1000}));
}

TEST(History, OfSeveralForksTheEarliestDecides) {
    History history;
    const auto first = history.add({1, Branch::none, 0});
    const auto second = history.add({2, first, 1000});
    const auto third = history.add({3, second, 500});
    EXPECT_EQ(history.shared(first, third), 500U);
    EXPECT_EQ(history.shared(second, third), 500U);
    EXPECT_EQ(history.shared(third, third), UINT64_MAX);
}

TEST(History, TwoPromotionsThatMintTheSameTimelineHaveDivergedAllTheSame) {
    History history;
    const auto old = history.add({1, Branch::none, 0});
    const auto one = history.add({2, old, 1000});
    const auto twin = history.add({2, old, 1000});
    EXPECT_EQ(history.at(one).timeline, history.at(twin).timeline);
    EXPECT_TRUE(history.diverged({one, 1100}, {twin, 1100}));
    EXPECT_FALSE(history.diverged({one, 1100}, {old, 900}));
    EXPECT_TRUE(history.diverged({one, 1100}, {old, 1001}));
}

// ---- ledger ------------------------------------------------------------------------------------

using sim::facts::Promise;
using sim::world::Commit;
using sim::world::CommitLedger;

TEST(Commit, FitsIntoOneNumberWithItsPromise) {
    const Commit commit{{5, 0x172000d10}, Promise::replicated};
    const Commit back = sim::world::unpacked(sim::world::packed(commit));
    EXPECT_EQ(back.end.branch, 5U);
    EXPECT_EQ(back.end.position, 0x172000d10U);
    EXPECT_EQ(back.promise, Promise::replicated);
}

TEST(CommitLedger, TellsWhatANewPrimaryLacksByPromiseAndSinceWhen) {
    History history;
    const auto old = history.add({1, Branch::none, 0});
    const auto promoted = history.add({2, old, 1500});
    CommitLedger ledger;
    for (std::uint64_t n = 1; n <= 20; ++n) {
        const auto promise = n <= 10 ? Promise::replicated : Promise::local;
        ledger.acknowledge({{old, n * 100}, promise},
                           engine::TrueTime{} + static_cast<std::int64_t>(n) * 50ms);
    }
    const sim::world::WalPoint kept{promoted, 1600};
    EXPECT_EQ(ledger.lost(history, kept), 5U);
    EXPECT_EQ(ledger.lost(history, kept, Promise::replicated).count, 0U);
    const auto lost = ledger.lost(history, kept, Promise::local);
    EXPECT_EQ(lost.count, 5U);
    EXPECT_EQ(lost.bytes, 500U);
    EXPECT_EQ(lost.oldest, engine::TrueTime{} + 16 * 50ms);
}

TEST(CommitLedger, APauseBetweenCommitsDoesNotBlurWhenTheyWereAcknowledged) {
    History history;
    const auto old = history.add({1, Branch::none, 0});
    const auto promoted = history.add({2, old, 200});
    CommitLedger ledger;
    ledger.acknowledge({{old, 100}, Promise::local}, engine::TrueTime{} + 1s);
    ledger.acknowledge({{old, 200}, Promise::local}, engine::TrueTime{} + 2s);
    ledger.acknowledge({{old, 300}, Promise::local}, engine::TrueTime{} + 40s);
    ledger.acknowledge({{old, 400}, Promise::local}, engine::TrueTime{} + 41s);
    const auto lost = ledger.lost(history, {promoted, 200}, Promise::local);
    EXPECT_EQ(lost.count, 2U);
    EXPECT_EQ(lost.oldest, engine::TrueTime{} + 40s);
}

// ---- streams -----------------------------------------------------------------------------------

TEST(Retransmission, ComesAtDoubledDistancesAndNotAtTheHeal) {
    const engine::TrueTime lost{0};
    EXPECT_EQ(sim::world::retransmission(lost, engine::TrueTime{} + 100ms) - lost, 200ms);
    EXPECT_EQ(sim::world::retransmission(lost, engine::TrueTime{} + 8s) - lost, 12600ms);
    EXPECT_EQ(sim::world::retransmission(lost, engine::TrueTime{} + 20s) - lost, 25400ms);
}

Target on_host(std::int32_t host) { return {Target::Kind::named, Target::Of::host, host}; }

// A primary and a standby on two hosts, nothing written, and one cut between them at 12.3 s.
Scenario cut_for(std::chrono::seconds lasts) {
    Scenario story;
    story.title = "a cut";
    story.settle = false;
    for (std::int32_t i = 0; i < 2; ++i) {
        sim::scenario::HostSpec host;
        host.name = i == 0 ? "a" : "b";
        host.address = i == 0 ? "10.0.0.1" : "10.0.0.2";
        host.database = sim::facts::DatabaseId{i};
        story.hosts.push_back(host);
        sim::scenario::DatabaseSpec database;
        database.host = HostId{i};
        database.role =
            i == 0 ? sim::facts::DatabaseRole::primary : sim::facts::DatabaseRole::standby;
        story.databases.push_back(database);
    }
    story.hosts[0].proxy = failover::ProxyId{0};
    sim::scenario::ProxySpec proxy;
    proxy.host = HostId{0};
    story.proxies.push_back(proxy);
    sim::scenario::Step step;
    step.name = "cut";
    step.at = 12300ms;
    Action cut;
    cut.verb = Verb::cut;
    cut.from = {on_host(0)};
    cut.to = {on_host(1)};
    cut.plane = failover::Plane::replication;
    cut.lasts = lasts;
    Action wait;
    wait.verb = Verb::wait;
    wait.waits = {lasts + 200s, lasts + 200s};
    step.actions = {cut, wait};
    story.steps.push_back(step);
    return story;
}

// From the cut on: when the stream ended, and when it was there again; zero: it never did.
struct Stream {
    engine::Duration ended{};
    engine::Duration back{};
};

Stream play(std::chrono::seconds lasts) {
    const auto run = sim::world::run(
        cut_for(lasts), sim::world::logic_entry<toys::PingPong>("ping-pong", "a toy"), {});
    EXPECT_TRUE(run.as_expected);
    Stream stream;
    engine::TrueTime cut = engine::TrueTime::never();
    for (const engine::Record& record : run.records) {
        const auto kind = static_cast<Kind>(record.kind);
        if (kind == Kind::link && record.words[3] == 0) cut = record.at();
        if (kind != Kind::streaming || record.at() < cut) continue;
        (record.words[1] == 0 ? stream.ended : stream.back) = record.at() - cut;
    }
    return stream;
}

TEST(Streams, OutliveACutOfThirtySeconds) {
    const Stream stream = play(30s);
    EXPECT_EQ(stream.ended, 0s);
    EXPECT_EQ(stream.back, 0s);
}

TEST(Streams, AreGivenUpAMinuteAfterTheLastStatusMessageAndThoseComeEveryTenSeconds) {
    const Stream stream = play(100s);
    EXPECT_GE(stream.ended, 50s);
    EXPECT_LE(stream.ended, 60s);
}

TEST(Streams, ComeBackWhenTheReceiversNextSynFindsTheLinkOpen) {
    const Stream stream = play(100s);
    // The first SYN goes out right after the end, the next ones 1, 3, 7, 15, 31 and 63 s later.
    const auto after = stream.back - stream.ended;
    EXPECT_GE(after, 63s);
    EXPECT_LE(after, 63s + 200ms);
}

TEST(Streams, OfAConnectThatTheKernelGaveUpBeginAnew) {
    const Stream stream = play(190s);
    // 127 s after the first SYN the next connect begins; its own SYNs go on from there.
    const auto after = stream.back - stream.ended - 127s;
    EXPECT_GE(after, 3s - 200ms);
    EXPECT_LE(after, 15s + 200ms);
}

}  // namespace
