// A PCP worker and the administrator who talks to it: commands go in, the answer and the error that
// the administrator hears come out.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "failover/logics/interlock/pcp_worker.hpp"
#include "tests/failover/sessions_bench.hpp"

namespace failover::interlock {

class Pcp_commands : public testing::Test {
  protected:
    static constexpr ConnectionId client{1};

    void command(admin::Command what, std::int32_t node = 0) {
        bench.start(worker, client.value);
        bench.give(worker, Received{client, message(what, node)});
    }
    void watchdog_answers(Message answer) {
        const ConnectionId watchdog = bench.connecting();
        bench.give(worker, Connected{watchdog});
        bench.give(worker, Received{watchdog, std::move(answer)});
    }
    [[nodiscard]] Message answer() const {
        const auto sent = bench.wanted<Send>();
        return sent.empty() ? Message{} : sent.back().message;
    }
    /// Key of the error the administrator hears; empty after a success.
    [[nodiscard]] std::string error() const {
        const Message it = answer();
        if (it.kind != static_cast<int>(admin::Result::error)) return "";
        return key_of(static_cast<MessageId>(it.words[1]));
    }
    Bench bench;
    PcpWorker worker;
};

}  // namespace failover::interlock
