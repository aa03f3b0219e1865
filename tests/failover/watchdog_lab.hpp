// A laboratory for watchdogs: one to three real Watchdog values, a network with a fixed latency, a
// manual clock. Everything else of a proxy (main, helpers, callers) is played by the lab.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "failover/logics/interlock/watchdog.hpp"
#include "lab_host.hpp"

namespace lab {

using failover::Duration;
using failover::Instant;
using failover::Message;
using failover::interlock::WatchdogText;
using namespace std::chrono_literals;

struct Line {
    Duration at;  ///< since the lab began
    failover::MessageId id = 0;
    failover::MessageArguments arguments{};
};

/// A packet as it was sent.
struct Sent {
    Duration at;
    int from = 0;
    int to = 0;
    Message message;
};

class Cluster {
  public:
    explicit Cluster(std::vector<int> priorities);

    void start(int proxy);
    void start_together(const std::vector<int>& proxies);
    /// A signal that asks to stop.
    void stop(int proxy);
    /// The process dies; its peers see their connections closed.
    void kill(int proxy);
    /// Until healed nothing gets through between the two; connects hang so long.
    void cut(int one, int other);
    void heal(int one, int other);
    void sever(int proxy, int other);  ///< the first one's sockets end
    [[nodiscard]] LabHost& host(int proxy) { return proxies_[index(proxy)].host; }
    /// Its watchdog hears of it.
    void set_addresses(int proxy, std::vector<std::string> addresses, bool up = true);
    void run_for(Duration span);
    void run_until(Duration moment);

    /// A local process asks its watchdog; the index of the question.
    int ask(int proxy, Message request);
    [[nodiscard]] const std::optional<Message>& answer(int question) const {
        return questions_[static_cast<std::size_t>(question)].answer;
    }

    [[nodiscard]] const failover::interlock::Watchdog& watchdog(int proxy) const;
    [[nodiscard]] failover::interlock::Shared& shared(int proxy);
    [[nodiscard]] failover::interlock::Config& config(int proxy);
    [[nodiscard]] bool runs(int proxy) const { return proxies_[index(proxy)].alive; }
    [[nodiscard]] const std::vector<Line>& lines(int proxy) const;
    [[nodiscard]] const std::vector<Sent>& sent() const { return sent_; }
    [[nodiscard]] Duration now() const { return Duration{now_}; }

    /// The keys of a proxy's lines since a moment: "wd.leader wd.set_leader ...".
    [[nodiscard]] std::string keys(int proxy, Duration since = {}) const;
    /// When a proxy printed that text for the nth time; nothing if it did not.
    [[nodiscard]] std::optional<Duration> when(int proxy, WatchdogText text, int nth = 1) const;
    /// When a proxy's state became that one, for the nth time.
    [[nodiscard]] std::optional<Duration> became(int proxy,
                                                 failover::interlock::WatchdogState state,
                                                 int nth = 1) const;
    [[nodiscard]] std::vector<Line> lines_of(int proxy, WatchdogText text) const;

    static constexpr Duration latency = 100us;
    static constexpr Duration turn_cost = 40us;
    static constexpr Duration helper_time = 15ms;
    static constexpr Duration ping_time = 2s;

  private:
    struct Proxy {
        LabHost host;
        failover::interlock::Config config;
        failover::interlock::Shared shared;
        std::unique_ptr<failover::interlock::Watchdog> watchdog;
        std::deque<failover::Input> mailbox;
        std::vector<Line> lines;
        bool alive = false;
        bool listens = false;
        std::int64_t busy_until = 0;
        std::uint64_t timer = 0;  ///< the armed one
        int generation = 0;
    };
    struct Link {
        int opener = -1;  ///< proxy, or -1 - question for a local process
        int acceptor = -1;
        std::int32_t opener_number = 0;
        std::int32_t acceptor_number = 0;
        bool open = true;
    };
    struct Question {
        Message request;
        std::optional<Message> answer;
        bool told = false;
    };
    struct Event {
        std::int64_t at = 0;
        std::uint64_t order = 0;
        int proxy = 0;
        int generation = 0;
        std::uint64_t timer = 0;  ///< of a TimedOut
        failover::Input input;
    };

    static std::size_t index(int proxy) { return static_cast<std::size_t>(proxy); }
    void plan(int proxy, Duration after, failover::Happening what, std::uint64_t timer = 0);
    void step_ready();
    void step(int proxy, std::vector<failover::Input> inputs);
    void perform(int proxy, const failover::Wish& wish);
    void connect(int proxy, const failover::Connect& wish);
    void send(int proxy, const failover::Send& wish);
    void close(int proxy, failover::ConnectionId connection);
    [[nodiscard]] bool is_cut(int one, int other) const;
    [[nodiscard]] Link* link_of(int proxy, failover::ConnectionId connection);

    std::int64_t now_ = 0;
    std::uint64_t order_ = 0;
    std::uint64_t timers_ = 0;
    std::int32_t numbers_ = 100;
    std::vector<Proxy> proxies_;
    std::vector<Link> links_;
    std::vector<Question> questions_;
    std::vector<Event> agenda_;
    std::vector<Sent> sent_;
    std::vector<std::pair<int, int>> cuts_;
    std::vector<std::pair<int, failover::Connect>> hanging_;
};

/// Requests as processes put them.
[[nodiscard]] Message failover_request(failover::interlock::Function function, int backend);
[[nodiscard]] Message lock_command(failover::interlock::LockCommand command, failover::Lock lock,
                                   int failover_id);
[[nodiscard]] Message plain(failover::interlock::Ipc kind);

}  // namespace lab
