// The engine's own cost: the hold model (take the next event, plan one anew) through its public
// interface, beside a bare heap and beside the queue of closures that one would write by hand.
// All three make the same named draws, so all three take the same events in the same order.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <queue>
#include <vector>

#include "engine/agenda.hpp"
#include "engine/choices.hpp"
#include "engine/fingerprint.hpp"
#include "engine/quantiles.hpp"

namespace {

using engine::Duration;
using engine::TrueTime;

constexpr std::size_t question_count = 64;
constexpr Duration median_delay = std::chrono::milliseconds{1};

/// Names as a world has them: 16 hosts with 4 questions each.
std::array<engine::Question, question_count> questions() {
    std::array<engine::Question, question_count> all;
    for (std::uint32_t i = 0; i < question_count; ++i) {
        all[i] =
            engine::Question{} / engine::segment("host", i / 4) / engine::segment("delay", i % 4);
    }
    return all;
}

/// What the three have in common: the same delay for the same event.
class Delays {
  public:
    TrueTime after(TrueTime now, std::uint64_t subject) {
        const engine::Quantiles delay{engine::lognormal_10, median_delay};
        return now + choices_.from(questions_[subject % question_count], delay);
    }

  private:
    std::array<engine::Question, question_count> questions_ = questions();
    engine::Choices choices_{1};
};

struct Message {
    std::uint64_t subject;
    std::array<std::uint64_t, 3> words;
};

class Engine {
  public:
    explicit Engine(std::uint64_t pending) {
        for (std::uint64_t i = 0; i < pending; ++i) {
            agenda_.plan(delays_.after(TrueTime{}, i), Message{i, {i, i, i}});
        }
    }
    void run(int events) {
        engine::Agenda<Message>::Due due;
        for (int i = 0; i < events; ++i) {
            agenda_.pop(due);
            const std::array<std::uint64_t, 5> words{
                static_cast<std::uint64_t>(due.at.nanoseconds()), due.what.subject,
                due.what.words[0], due.what.words[1], due.what.words[2]};
            fingerprint_.fold(static_cast<engine::Lane>(due.what.subject % 4), words);
            agenda_.plan(delays_.after(due.at, due.what.subject), due.what);
        }
        now_ = due.at;
        benchmark::DoNotOptimize(fingerprint_);
    }
    [[nodiscard]] TrueTime now() const { return now_; }

  private:
    engine::Agenda<Message> agenda_;
    engine::Fingerprint fingerprint_;
    Delays delays_;
    TrueTime now_;
};

/// The least that an ordered future can be: keys in a 4-ary heap, the subject in the key.
class BareHeap {
  public:
    explicit BareHeap(std::uint64_t pending) {
        for (std::uint64_t i = 0; i < pending; ++i) push(delays_.after(TrueTime{}, i), i);
    }
    void run(int events) {
        for (int i = 0; i < events; ++i) {
            const engine::Wide key = keys_.front();
            pop();
            now_ = TrueTime{static_cast<std::int64_t>(static_cast<std::uint64_t>(key >> 64U))};
            const std::uint64_t subject = static_cast<std::uint64_t>(key) & 0xffffffU;
            push(delays_.after(now_, subject), subject);
        }
        benchmark::DoNotOptimize(keys_);
    }
    [[nodiscard]] TrueTime now() const { return now_; }

  private:
    void push(TrueTime at, std::uint64_t subject) {
        const engine::Wide key =
            static_cast<engine::Wide>(static_cast<std::uint64_t>(at.nanoseconds())) << 64U |
            (++order_ << 24U | subject);
        std::size_t place = keys_.size();
        keys_.push_back(key);
        while (place > 0 && key < keys_[(place - 1) / 4]) {
            keys_[place] = keys_[(place - 1) / 4];
            place = (place - 1) / 4;
        }
        keys_[place] = key;
    }
    void pop() {
        const engine::Wide last = keys_.back();
        keys_.pop_back();
        std::size_t place = 0;
        for (std::size_t child = 1; child < keys_.size(); child = 4 * place + 1) {
            const std::size_t end = std::min(child + 4, keys_.size());
            std::size_t least = child;
            for (++child; child < end; ++child) least = keys_[child] < keys_[least] ? child : least;
            if (last <= keys_[least]) break;
            keys_[place] = keys_[least];
            place = least;
        }
        if (!keys_.empty()) keys_[place] = last;
    }

    std::vector<engine::Wide> keys_;
    std::uint64_t order_ = 0;
    Delays delays_;
    TrueTime now_;
};

/// What one writes by hand: closures that capture a message and the simulation.
class Closures {
  public:
    explicit Closures(std::uint64_t pending) {
        for (std::uint64_t i = 0; i < pending; ++i) plan(TrueTime{}, Message{i, {i, i, i}});
    }
    void run(int events) {
        for (int i = 0; i < events; ++i) {
            // top() is constant, as usual; moving out of it spares a copy of the closure.
            Planned next = std::move(const_cast<Planned&>(queue_.top()));
            queue_.pop();
            now_ = next.at;
            next.run();
        }
    }
    [[nodiscard]] TrueTime now() const { return now_; }

  private:
    struct Planned {
        TrueTime at;
        std::uint64_t order;
        std::function<void()> run;
        bool operator<(const Planned& other) const {
            return at != other.at ? at > other.at : order > other.order;
        }
    };
    void plan(TrueTime now, const Message& message) {
        queue_.push(Planned{delays_.after(now, message.subject), ++order_,
                            [this, message] { plan(now_, message); }});
    }

    std::priority_queue<Planned> queue_;
    std::uint64_t order_ = 0;
    Delays delays_;
    TrueTime now_;
};

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Processor time, so that waiting for a busy machine does not count.
template <class Kernel>
double seconds(Kernel& kernel, int events) {
    const std::clock_t begin = std::clock();
    kernel.run(events);
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// The three by turns, a piece each, so that whatever else the machine does meets all of them.
/// Reported: the engine's time; its speed as a multiple of the other two's (medians of pieces).
void hold(benchmark::State& state) {
    constexpr int piece = 1 << 14;
    const auto pending = static_cast<std::uint64_t>(state.range(0));
    Engine own{pending};
    BareHeap bare{pending};
    Closures closures{pending};
    std::vector<double> own_times;
    std::vector<double> of_bare;
    std::vector<double> of_closures;
    for (auto _ : state) {
        const double taken = seconds(own, piece);
        own_times.push_back(taken * 1e9 / piece);
        of_bare.push_back(seconds(bare, piece) / taken);
        of_closures.push_back(seconds(closures, piece) / taken);
        state.SetIterationTime(taken);
    }
    if (own.now() != bare.now() || own.now() != closures.now()) {
        state.SkipWithError("the three disagree about the order of events");
    }
    state.counters["ns_per_event"] = median(own_times);
    state.counters["speed_of_bare_heap"] = median(of_bare);
    state.counters["speed_of_closures"] = median(of_closures);
}
BENCHMARK(hold)->Arg(64)->Arg(512)->Arg(4096)->Arg(65536)->UseManualTime();

/// Heartbeats: as many senders as timers, each beat re-arms its receiver's timeout, which is
/// longer than the longest pause between two beats (14 times the median). A timeout never fires;
/// its entry comes up now and then and puts itself back.
class Heartbeats {
  public:
    Heartbeats(std::uint64_t senders, bool re_arm) : re_arm_(re_arm) {
        for (std::uint64_t i = 0; i < senders; ++i) {
            timers_.push_back(agenda_.make_timer(Message{i, {}}));
            agenda_.plan(delays_.after(TrueTime{}, i), Message{i, {i, i, i}});
        }
    }
    void run(int events) {
        engine::Agenda<Message>::Due due;
        for (int i = 0; i < events; ++i) {
            agenda_.pop(due);
            if (re_arm_) agenda_.arm(timers_[due.what.subject], due.at + 20 * median_delay);
            agenda_.plan(delays_.after(due.at, due.what.subject), due.what);
        }
    }
    [[nodiscard]] bool armed() const {
        return std::all_of(timers_.begin(), timers_.end(),
                           [this](engine::TimerId timer) { return agenda_.armed(timer); });
    }

  private:
    engine::Agenda<Message> agenda_;
    std::vector<engine::TimerId> timers_;
    Delays delays_;
    bool re_arm_;
};

/// Reported: what re-arming adds to an event.
void re_arm(benchmark::State& state) {
    constexpr int piece = 1 << 14;
    const auto senders = static_cast<std::uint64_t>(state.range(0));
    Heartbeats with{senders, true};
    Heartbeats without{senders, false};
    with.run(100 * static_cast<int>(senders));
    std::vector<double> added;
    for (auto _ : state) {
        const double taken = seconds(with, piece);
        added.push_back((taken - seconds(without, piece)) * 1e9 / piece);
        state.SetIterationTime(taken);
    }
    if (!with.armed()) state.SkipWithError("a timeout fired");
    state.counters["ns_added"] = median(added);
}
BENCHMARK(re_arm)->Arg(16)->Arg(64)->Arg(512)->Arg(4096)->UseManualTime();

void draw(benchmark::State& state) {
    Delays delays;
    TrueTime at;
    std::uint64_t subject = 0;
    for (auto _ : state) at = delays.after(at, ++subject);
    benchmark::DoNotOptimize(at);
}
BENCHMARK(draw);

void fingerprint(benchmark::State& state) {
    engine::Fingerprint whole;
    std::array<std::uint64_t, 5> words{};
    for (auto _ : state) {
        ++words[0];
        benchmark::DoNotOptimize(words);
        whole.fold(engine::Lane::disk, words);
    }
    benchmark::DoNotOptimize(whole);
}
BENCHMARK(fingerprint);

}  // namespace
