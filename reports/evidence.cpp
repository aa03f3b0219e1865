#include "reports/evidence.hpp"

#include <fmt/format.h>

#include <vector>

#include "reports/clock.hpp"

namespace reports {
namespace {

using sim::checks::Evidence;
using sim::checks::Finding;
using sim::checks::Violation;

std::string backend_name(const Telling& telling, std::int64_t id) {
    const BackendNames* backend = telling.cluster.backend(id);
    return backend != nullptr ? backend->name : fmt::format("database {}", id);
}

std::string proxy_name(const Telling& telling, std::int64_t id) {
    const ProxyNames* proxy = telling.cluster.proxy(id);
    return proxy != nullptr ? proxy->name : fmt::format("proxy {}", id);
}

std::string at(const Telling& telling, engine::TrueTime time) {
    return story_time(time, telling.cluster.serving);
}

/// Subject of a finding and what was found, as two columns.
struct Sentence {
    std::string topic;
    std::string found;
};

Sentence sentence(const Evidence& evidence, const Violation& violation, const Telling& telling) {
    const std::string database = backend_name(telling, violation.subject.database.value);
    const std::string proxy = proxy_name(telling, violation.subject.proxy.value);
    switch (evidence.finding) {
        case Finding::database_running:
            return {"truth", database + " runs"};
        case Finding::database_primary:
            return {"truth", database + " is the primary"};
        case Finding::database_streams:
            return {"truth", fmt::format("{} streams from {}", database,
                                         backend_name(telling, evidence.number))};
        case Finding::believed_down:
            return {"belief", fmt::format("{} holds {} down", proxy, database)};
        case Finding::health_check_skips:
            if (evidence.number == 0) return {"health check", "is off (health_check_period = 0)"};
            return {"health check",
                    fmt::format("runs every {}, but skips a node that is believed down: it "
                                "will never notice",
                                span_text(engine::Duration{evidence.number}))};
        case Finding::no_timer:
            return {"timers", fmt::format("none of {} leads to a look at {}", proxy, database)};
        case Finding::no_request:
            return {"requests",
                    fmt::format("none queued in {}, none asked of the watchdog", proxy)};
        case Finding::nothing_on_the_way:
            return {"on the way", "no packet and no command that could change it"};
        case Finding::no_fault_open:
            return {"faults",
                    fmt::format("none open on {}, on {} or between them", database, proxy)};
        case Finding::takes_commits:
            return {"truth", backend_name(telling, evidence.number) + " takes commits"};
        case Finding::promoted:
            return {"truth", database + " became the primary"};
        case Finding::commits_lost:
            return {"lost", fmt::format("{} acknowledged commits that standbys had confirmed",
                                        evidence.number)};
        case Finding::newest_primary:
            return {"truth", backend_name(telling, evidence.number) + " is the newest primary"};
        case Finding::parted:
            return {"truth", fmt::format("WAL of {} has parted from it", database)};
        case Finding::streams_old:
            return {"truth", fmt::format("{} streams from {}, on an older timeline", database,
                                         backend_name(telling, evidence.number))};
        case Finding::believed_up:
            return {"belief", fmt::format("{} holds {} up", proxy, database)};
        case Finding::process_died:
            return {"process", fmt::format("a process of {} died: assertion in line {}", proxy,
                                           evidence.number)};
    }
    return {};
}

std::string evidence_line(const Evidence& evidence, const Violation& violation,
                          const Telling& telling, const Style& style) {
    const Sentence words = sentence(evidence, violation, telling);
    std::string source;
    if (evidence.record != 0) {
        source =
            fmt::format("  [since {}, record {}]", at(telling, evidence.since), evidence.record);
    }
    return fmt::format("    {:<13} {}{}\n", words.topic, wrap(words.found, style.width, 18),
                       style.paint(Tone::quiet, source));
}

std::string grace_text(const sim::checks::Grace& grace) {
    return fmt::format(
        "{} = health_check_period {} x (retries {} + 1) + retry_delay {} x {} + timeout {}",
        span_text(grace.total()), span_text(grace.period), grace.retries,
        span_text(grace.retry_delay), grace.retries, span_text(grace.timeout));
}

std::string status_text(const Violation& violation) {
    if (violation.expected) return "  (as the file says)";
    return violation.waived ? "  (waived)" : "";
}

bool same_group(const Violation& a, const Violation& b) {
    return a.oracle == b.oracle && a.subject.database == b.subject.database;
}

std::string lasting(const Violation& violation, const Telling& telling) {
    std::string text = fmt::format("wrong since {}, a violation from {} on",
                                   at(telling, violation.since), at(telling, violation.at));
    if (violation.ended) return text + ", over at " + at(telling, *violation.ended);
    return text + ", to the end";
}

std::string headline(const std::vector<const Violation*>& group, const Telling& telling) {
    const Violation& first = *group.front();
    const std::string database = backend_name(telling, first.subject.database.value);
    if (first.oracle == "two_writable_primaries") {
        return fmt::format("{} servers take commits from {} on, and clients can reach them",
                           first.evidence.size(), at(telling, first.since));
    }
    if (first.oracle == "lost_ack") {
        return database + " was made the primary, and lacks what standbys had promised to keep";
    }
    std::string proxies;
    for (std::size_t one = 0; one < group.size(); ++one) {
        const bool last = one + 1 == group.size();
        if (one > 0) proxies += last ? " and " : ", ";
        proxies += proxy_name(telling, group[one]->subject.proxy.value);
    }
    if (first.subject.database.value < 0) return "a process of " + proxies + " failed itself";
    if (first.oracle == "diverged_streaming") {
        return fmt::format("{} is on a losing branch since {}, but {} {} it up", database,
                           at(telling, first.since), proxies,
                           group.size() == 1 ? "believes" : "believe");
    }
    return fmt::format(
        "{} is well since {}, but {} {} it down, and nothing that is pending could change that",
        database, at(telling, first.since), proxies, group.size() == 1 ? "believes" : "believe");
}

std::string group_text(const std::vector<const Violation*>& group, const Telling& telling,
                       const Style& style) {
    const Violation& first = *group.front();
    const bool excused = first.expected || first.waived;
    std::string text = style.paint(excused ? Tone::warn : Tone::bad, "VIOLATED ") +
                       style.paint(Tone::strong, std::string(first.oracle)) + status_text(first) +
                       "\n";
    text += "  " + wrap(headline(group, telling), style.width, 2) + "\n";
    if (first.grace)
        text += "    grace         " + wrap(grace_text(*first.grace), style.width, 18) + "\n";
    const bool of_proxy = first.subject.proxy.value >= 0;
    const std::string whom =
        of_proxy ? "for " + proxy_name(telling, first.subject.proxy.value) : "in truth";
    text += style.paint(Tone::quiet,
                        fmt::format("  looked at, {}: {}\n", whom, lasting(first, telling)));
    for (const Evidence& evidence : first.evidence) {
        text += evidence_line(evidence, first, telling, style);
    }
    for (std::size_t one = 1; one < group.size(); ++one) {
        const std::int32_t proxy = group[one]->subject.proxy.value;
        const std::string again = proxy >= 0 ? "for " + proxy_name(telling, proxy) : "again";
        text += style.paint(
            Tone::quiet, fmt::format("  the same {}: {}\n", again, lasting(*group[one], telling)));
    }
    return text;
}

}  // namespace

std::string violations_text(const Telling& telling, const Style& style) {
    const auto& violations = telling.verdict.violations;
    std::vector<bool> told(violations.size(), false);
    std::string text;
    for (std::size_t one = 0; one < violations.size(); ++one) {
        if (told[one]) continue;
        std::vector<const Violation*> group;
        for (std::size_t other = one; other < violations.size(); ++other) {
            if (told[other] || !same_group(violations[one], violations[other])) continue;
            group.push_back(&violations[other]);
            told[other] = true;
        }
        text += group_text(group, telling, style);
    }
    return text;
}

}  // namespace reports
