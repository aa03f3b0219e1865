#include "sim/fidelity/delays.hpp"

#include <array>
#include <map>
#include <regex>
#include <string_view>
#include <utility>

namespace sim::fidelity {
namespace {

/// Start of a proxy until its watchdog lets it go on, if nobody else is there: 14.0 s.
class Starts {
  public:
    void see(const Entry& entry, std::vector<Delay>& found) {
        if (entry.text == "waiting for watchdog to initialize") {
            began_ = entry.time;
            alone_ = false;
        } else if (entry.text.starts_with("I am the only alive node")) {
            alone_ = true;
        } else if (began_ && entry.text == "watchdog process is initialized") {
            if (alone_) found.push_back({"lone start", entry.time - *began_, 14000});
            began_.reset();
        }
    }

  private:
    std::optional<std::int64_t> began_;
    bool alone_ = false;
};

/// A watchdog that starts where a leader is joins it after 1.0 s in INITIALIZING: if nothing else
/// comes, for a timer fires in the first turn after its time, and turns come with events, and 1.0 s
/// after the last one (semantics-3.6 §16.4).
class Joins {
  public:
    void see(const Entry& entry, std::vector<Delay>& found) {
        constexpr std::string_view change = "watchdog node state changed from [";
        if (entry.process != "WATCHDOG") return;
        if (!entry.text.starts_with(change)) {
            if (began_ && wakes_between(entry.time - *began_)) began_.reset();
            return;
        }
        if (began_ && entry.text.ends_with("[INITIALIZING] to [STANDBY]")) {
            found.push_back({"join", entry.time - *began_, in_initializing});
        }
        began_.reset();
        if (entry.text.ends_with("[LOADING] to [INITIALIZING]")) began_ = entry.time;
    }

  private:
    static constexpr std::int64_t in_initializing = 1000;
    static bool wakes_between(std::int64_t after) {
        constexpr std::int64_t one_turn = 10;  // lasts no longer
        return delay_tolerance < after && after < in_initializing - one_turn;
    }
    std::optional<std::int64_t> began_;
};

/// Two questions for one lock by one peer with nothing but LOCKED between them.
class Polls {
  public:
    void see(const Entry& entry, std::vector<Delay>& found) {
        static const std::regex asks(
            R"re(remote pgpool-II node "([^"]*)" is checking the status of (\[[A-Z ]+\]).*)re");
        std::smatch match;
        if (std::regex_match(entry.text, match, asks)) {
            const std::string key = match[1].str() + match[2].str();
            const auto before = locked_.find(key);
            if (before != locked_.end()) {
                found.push_back({"lock poll", entry.time - before->second, 500});
                locked_.erase(before);
            }
            asked_ = {key, entry.time};
        } else if (entry.text.ends_with(" lock is currently LOCKED")) {
            locked_[asked_.first] = asked_.second;
        }
    }

  private:
    std::pair<std::string, std::int64_t> asked_;
    std::map<std::string, std::int64_t> locked_;
};

/// From a line of one process to a line of another, or its own.
struct SpanRule {
    std::string_view name;
    std::string_view from_process;  ///< empty: any but the watchdog
    std::string_view from;          ///< how the text begins
    std::string_view to;            ///< a line of main
    std::optional<std::int64_t> nominal;
};

constexpr std::array span_rules{
    SpanRule{"attach, asked here", "PCP WORKER", "received failback request", "failback done.",
             std::nullopt},
    SpanRule{"attach, heard of", "WATCHDOG", "received failback request", "failback done.",
             std::nullopt},
    SpanRule{"failover, asked here", "", "received degenerate backend request", "failover done.",
             std::nullopt},
    SpanRule{"failover, heard of", "WATCHDOG", "received degenerate backend request",
             "failover done.", std::nullopt},
    SpanRule{"new PCP after a failover", "MAIN", "failover done.", "PCP child ", 1000},
    SpanRule{"new PCP after an attach", "MAIN", "failback done.", "PCP child ", 1000},
};

/// The spans of one rule; one that begins anew before it ended does not count.
class Spans {
  public:
    explicit Spans(const SpanRule& rule) : rule_(rule) {}

    void see(const Entry& entry, std::vector<Delay>& found) {
        if (began_ && entry.process == "MAIN" && entry.text.starts_with(rule_.to)) {
            found.push_back({std::string(rule_.name), entry.time - *began_, rule_.nominal});
            began_.reset();
        }
        const bool who = rule_.from_process.empty() ? entry.process != "WATCHDOG"
                                                    : entry.process == rule_.from_process;
        if (who && entry.text.starts_with(rule_.from)) began_ = entry.time;
    }

  private:
    const SpanRule& rule_;
    std::optional<std::int64_t> began_;
};

}  // namespace

std::vector<Delay> delays(const Log& log) {
    std::vector<Delay> found;
    Starts starts;
    Joins joins;
    Polls polls;
    std::vector<Spans> spans(span_rules.begin(), span_rules.end());
    for (const Entry& entry : log.entries) {
        starts.see(entry, found);
        joins.see(entry, found);
        polls.see(entry, found);
        for (Spans& each : spans) each.see(entry, found);
    }
    return found;
}

}  // namespace sim::fidelity
