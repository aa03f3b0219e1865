// Rules that no story comes by are marked in rules.cpp; here each of them is reached, by the
// function that decides by its table. What is not marked, the stories reach (simrun coverage).
#include <gtest/gtest.h>

#include <set>

#include "failover/logics/interlock/interlock.hpp"
#include "failover/logics/interlock/node_request_call.hpp"
#include "failover/logics/interlock/status_changes.hpp"
#include "failover/logics/interlock/watchdog_packets.hpp"
#include "failover/logics/interlock/watchdog_states.hpp"
#include "tests/failover/bench_host.hpp"

namespace failover::interlock {
namespace {

class Watching final : public BenchHost {
  public:
    Cause applied(RuleId rule, Cause cause) override {
        seen.insert(rule);
        return cause;
    }
    std::set<RuleId> seen;
};

constexpr ProxyId self{0};
constexpr ProxyId peer_id{1};
constexpr BackendId backend{1};

/// A proxy with a watchdog that has one peer, connected and known, and two more.
class Proxy {
  public:
    Proxy() {
        config.use_watchdog = true;
        config.self = self;
        config.proxies.resize(4);
        for (int i = 0; i < 3; ++i) {
            config.backends.emplace_back();
            config.backends.back().port = 5432;
        }
        shared.status.fill(Status::unused);
        shared.backend_count = 3;
        data.self = self;
        data.peers.configure({peer_id, ProxyId{2}, ProxyId{3}});
        peer().known = true;
        peer().state = WatchdogState::standby;
        peer().client = {Socket::State::open, ConnectionId{7}};
        data.leader = peer_id;
    }
    Peer& peer() { return *data.peers.find(peer_id); }

    Watching host;
    Outbox out{host};
    Config config;
    Shared shared;
    WatchdogData data;
    Context context{Instant{5'000'000'000'000}, Pid{1}, config, shared, out};
    Work work{context, data};
};

void reach_state(Proxy& proxy, std::size_t row) {
    const StateRule& rule = state_rules()[row];
    proxy.data.state = rule.state;
    const Message message = packet(Packet::node_info, 3);
    dispatch(proxy.work, {rule.event, &proxy.peer(), &message, true});
}

/// Two leaders meet that the better quorum tells apart: neither has escalated.
void reach_contest(Proxy& proxy, std::size_t row) {
    const bool stays = row % 2 == 0;
    Peer& other = proxy.peer();
    proxy.data.state = WatchdogState::master;
    proxy.data.quorum = other.quorum = Quorum::edge;
    (stays ? proxy.data.quorum : other.quorum) = Quorum::exists;
    contest(proxy.work, other);
}

void reach_answer(Proxy& proxy, std::size_t row) {
    NodeRequestCall call;
    call.begin(proxy.context, {NodeOperation::up, {backend}, false, 0, {}}, false);
    const auto* connect = std::get_if<Connect>(&proxy.out.outputs().back().what);
    ASSERT_NE(connect, nullptr);
    const ConnectionId connection = connect->connection;
    (void)call.step(proxy.context, {Connected{connection}, {}});
    Message reply;
    reply.kind = static_cast<std::uint16_t>(Ipc::result);
    reply.words[0] = static_cast<std::int32_t>(IpcResult::ok);
    reply.words[1] = static_cast<std::int32_t>(row);
    (void)call.step(proxy.context, {Received{connection, reply}, {}});
}

void reach_status(Proxy& proxy, std::size_t row) {
    const StatusRule& rule = status_rules()[row];
    proxy.shared.set_status(backend, rule.from);
    change_status(proxy.context, backend, rule.to, rule.by);
}

void reach(Proxy& proxy, RuleId rule) {
    switch (static_cast<Table>(rule.table)) {
        case Table::watchdog:
            return reach_state(proxy, rule.row);
        case Table::answers:
            return reach_answer(proxy, rule.row);
        case Table::statuses:
            return reach_status(proxy, rule.row);
        case Table::contest:
            return reach_contest(proxy, rule.row);
        case Table::packets:
        case Table::quorum:
        case Table::lock:
        case Table::sync_status:
        case Table::sync_restart:
        case Table::health:
        case Table::children:
            break;
    }
    ADD_FAILURE() << "no test of the logic reaches rules of this table";
}

TEST(RulesThatNoStoryComesBy, AreReachedHere) {
    const auto tables = rule_tables();
    for (std::uint16_t table = 0; table < tables.size(); ++table) {
        for (std::uint16_t row = 0; row < tables[table].rules.size(); ++row) {
            const Rule& text = tables[table].rules[row];
            if (text.tests_only.empty()) continue;
            Proxy proxy;
            reach(proxy, {table, row});
            EXPECT_TRUE(proxy.host.seen.contains({table, row}))
                << tables[table].name << ", " << text.cells[0] << ", " << text.cells[1];
        }
    }
}

TEST(RuleTables, HaveACellForEachColumnAndNamesOfTheirOwn) {
    std::set<std::string_view> names;
    for (const RuleTable& table : Interlock::catalogue().tables) {
        EXPECT_TRUE(names.insert(table.name).second) << table.name;
        std::set<std::vector<std::string>> rows;
        for (const Rule& rule : table.rules) {
            EXPECT_EQ(rule.cells.size(), table.columns.size()) << table.name;
            EXPECT_TRUE(rows.insert(rule.cells).second) << table.name << ": twice the same row";
        }
    }
}

TEST(Outbox, GivesWhatFollowsFromARuleTheCauseThatTheHostGaveTheRule) {
    class Numbering final : public BenchHost {
      public:
        Cause applied(RuleId, Cause cause) override { return {cause.record + 100, cause.in_a_row}; }
    };
    Numbering host;
    Outbox out(host);
    out.adopt({5, 3});
    out.put(Exit{});
    out.applied({0, 1});
    out.put(Exit{});
    EXPECT_EQ(out.outputs()[0].cause.record, 5U);
    EXPECT_EQ(out.outputs()[1].cause.record, 105U);
    EXPECT_EQ(out.outputs()[1].cause.in_a_row, 3U);
}

}  // namespace
}  // namespace failover::interlock
