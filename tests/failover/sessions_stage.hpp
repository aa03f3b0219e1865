// A session child on the bench, with a client in front of it and backends behind: tests say what
// each of them does and look at what the child wants.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "failover/logics/interlock/child.hpp"
#include "tests/failover/sessions_bench.hpp"

namespace failover::interlock {

class Stage : public testing::Test {
  protected:
    static constexpr ConnectionId client{1};

    void start() { bench.start(child, 0); }
    void flag() { bench.shared.children[0].need_to_restart = true; }
    void accept() { bench.give(child, Accepted{client, Plane::client, no_proxy, 0}); }
    void say(client::Say what) { bench.give(child, Received{client, message(what)}); }

    /// The backend being connected takes the connection; the step after that stays on the bench.
    void backend_logs_in() {
        const auto connects = bench.wanted<Connect>();
        ASSERT_EQ(connects.size(), 1U);
        const Connect connect = connects[0];
        ASSERT_EQ(connect.plane, Plane::database);
        backends[static_cast<std::size_t>(connect.to)] = connect.connection;
        bench.give(child, Connected{connect.connection});
        bench.give(child, Received{connect.connection, message(database::Answer::ready)});
    }
    void backend_refuses() {
        bench.give(child, ConnectFailed{bench.connecting(), Refusal::refused});
    }
    /// A session up to `ready`, which stays on the bench.
    void open() {
        start();
        accept();
        say(client::Say::startup);
        while (!bench.wanted<Connect>().empty()) backend_logs_in();
    }
    void answer(std::size_t backend, Message what) {
        bench.give(child, Received{backends[backend], std::move(what)});
    }
    void end(std::size_t backend, Ending how) { bench.give(child, Ended{backends[backend], how}); }

    /// What the client heard in the last step.
    [[nodiscard]] std::vector<client::Hear> heard() const {
        std::vector<client::Hear> kinds;
        for (const Send& sent : bench.wanted<Send>()) {
            if (sent.connection == client) {
                kinds.push_back(static_cast<client::Hear>(sent.message.kind));
            }
        }
        return kinds;
    }

    Bench bench;
    Child child;
    std::array<ConnectionId, 3> backends{no_connection, no_connection, no_connection};
};

}  // namespace failover::interlock
