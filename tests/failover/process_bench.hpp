// One helper process of the watchdog alone on a bench: what it wants is looked at after each step.
#pragma once

#include <gtest/gtest.h>

#include "failover/logics/interlock/process.hpp"
#include "failover/logics/interlock/watchdog_texts.hpp"

namespace lab {

using namespace failover;
using namespace failover::interlock;
using namespace std::chrono_literals;
using T = WatchdogText;

class CountingHost : public Host {
  public:
    Pid next_pid() override { return Pid{++numbers_}; }
    std::int32_t next_number() override { return ++numbers_; }
    std::size_t choose_backend(ConnectionId, std::span<const BackendId>,
                               std::span<const std::uint64_t>) override {
        return 0;
    }

  private:
    std::int32_t numbers_ = 10;
};

/// One process on a bench: what it wants is looked at after each step.
template <class Process>
struct Bench {
    Config config;
    Shared shared;
    CountingHost host;
    Outbox out{host};
    Process process;
    Instant now{5'000'000'000};

    explicit Bench(int proxies = 2) {
        config.self = ProxyId{0};
        for (int i = 0; i < proxies; ++i) config.proxies.emplace_back();
        config.wd_interval = 10s;
        config.wd_heartbeat_keepalive = 2s;
        config.wd_heartbeat_deadtime = 30s;
        shared.main = Pid{1};
        shared.heartbeats.resize(config.proxies.size());
    }
    Context context() { return {now, Pid{2}, config, shared, out}; }
    void start(std::int32_t argument = 0) {
        Context each = context();
        process.start(each, Started{0, argument, Pid{1}, false, std::nullopt});
    }
    void give(Happening what, Duration after = 0ns) {
        now = now + after;
        out.clear();
        const Input input{std::move(what), Cause{}};
        ASSERT_TRUE(std::holds_alternative<Caught>(input.what) || process.takes(input));
        Context each = context();
        process.step(each, std::span(&input, 1));
    }
    template <class Want>
    std::vector<Want> wants() const {
        std::vector<Want> found;
        for (const Output& output : out.outputs()) {
            if (const auto* want = std::get_if<Want>(&output.what)) found.push_back(*want);
        }
        return found;
    }
    std::vector<MessageId> said() const {
        std::vector<MessageId> ids;
        for (const Log& log : wants<Log>()) ids.push_back(log.id);
        return ids;
    }
};

inline std::vector<MessageId> texts(std::initializer_list<T> list) {
    std::vector<MessageId> ids;
    for (const T text : list) ids.push_back(id(text));
    return ids;
}

}  // namespace lab
