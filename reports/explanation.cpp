#include "reports/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "reports/clock.hpp"
#include "reports/log.hpp"
#include "reports/news.hpp"
#include "sim/facts/facts.hpp"

namespace reports {
namespace {

using engine::Record;
using engine::Sequence;
using engine::TrueTime;
using sim::checks::Violation;
using sim::facts::Kind;

constexpr std::size_t curve_columns = 60;
constexpr std::size_t most_lines = 12;

/// One sign for each share, from none to all.
std::string curve_of(const SealingResult& sealing, TrueTime from, TrueTime to, const Style& style) {
    constexpr std::array<std::string_view, 9> bars{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    constexpr std::array<std::string_view, 9> plain{" ", "1", "2", "3", "4", "5", "6", "7", "#"};
    const std::int64_t span = std::max<std::int64_t>((to - from).count(), 1);
    std::string text;
    for (std::size_t column = 0; column < curve_columns; ++column) {
        const TrueTime at = from + engine::Duration{span * static_cast<std::int64_t>(column) /
                                                    static_cast<std::int64_t>(curve_columns)};
        const FuturesResult* known = nullptr;
        for (const FuturesResult& futures : sealing.curve) {
            if (futures.from <= at) known = &futures;
        }
        const std::size_t share = known == nullptr || known->of == 0
                                      ? 0
                                      : (known->failed * 8 + known->of - 1) / known->of;
        text += style.glyph(bars[share], plain[share]);
    }
    return text;
}

std::string sealing_text(const Telling& telling, const SealingResult& sealing,
                         const Violation& failed, const Style& style) {
    const TrueTime zero = telling.cluster.serving;
    if (sealing.curve.empty()) return {};
    const FuturesResult& first = sealing.curve.front();
    std::string text =
        fmt::format("futures that fail, drawn {} times from each instant\n  |{}|\n  {:<{}}{}\n",
                    first.of, curve_of(sealing, zero, failed.at, style), story_time(zero, zero),
                    curve_columns, story_time(failed.at, zero));
    if (sealing.sealed_at) {
        return text + fmt::format("SEALED at {}: before {} some futures end well, after it none\n",
                                  story_time(*sealing.sealed_at, zero),
                                  story_time(*sealing.open_at, zero));
    }
    const bool from_the_start = first.of > 0 && first.failed == first.of;
    return text + (from_the_start ? "sealed from the start: no future of it ends well\n"
                                  : "never sealed before it showed: some futures end well\n");
}

/// The step that was under way.
std::string step_at(const Telling& telling, TrueTime at) {
    std::string name;
    for (const Record& record : telling.records) {
        if (record.at() > at) break;
        if (Kind{record.kind} != Kind::step_began) continue;
        const std::size_t step = record.words[0];
        if (step >= telling.script.steps.size()) continue;
        name = fmt::format("step {} \"{}\"", step + 1, telling.script.steps[step].name);
    }
    return name;
}

/// What was news while it was sealed.
std::string news_between(const Telling& telling, TrueTime from, TrueTime to) {
    Newsroom room(telling.cluster);
    std::string text;
    std::size_t at = 0;
    const auto& records = telling.records;
    for (; at < records.size() && records[at].at() <= from; ++at) room.take(records[at]);
    (void)room.since_last_time();
    while (at < records.size() && records[at].at() <= to) {
        const TrueTime now = records[at].at();
        for (; at < records.size() && records[at].at() == now; ++at) room.take(records[at]);
        for (const News& news : room.since_last_time()) {
            text +=
                fmt::format("  {:>10}  {}\n", story_time(now, telling.cluster.serving), news.text);
        }
    }
    return text;
}

/// The causes of a record, the record included, from the beginning of the run on.
std::set<Sequence> causes_of(const Telling& telling, Sequence record) {
    std::set<Sequence> chain;
    const auto find = [&](Sequence number) -> const Record* {
        const auto found = std::ranges::lower_bound(telling.records, number, {}, &Record::number);
        return found != telling.records.end() && found->number == number ? &*found : nullptr;
    };
    for (const Record* at = find(record); at != nullptr; at = find(at->cause)) {
        chain.insert(at->number);
        if (at->cause == 0) break;
        if (find(at->cause) == nullptr) chain.insert(at->cause);
    }
    return chain;
}

/// The last lines that proxies logged on the way to a record.
std::string way_to(const Telling& telling, Sequence record) {
    const std::set<Sequence> chain = causes_of(telling, record);
    std::vector<LogLine> lines;
    for (std::size_t proxy = 0; proxy < telling.cluster.proxies.size(); ++proxy) {
        for (const LogLine& line :
             log_lines(telling.records, failover::ProxyId{static_cast<std::int32_t>(proxy)})) {
            const auto own =
                std::ranges::lower_bound(telling.records, line.record, {}, &Record::number);
            if (chain.contains(own->cause) && line.record <= record) lines.push_back(line);
        }
    }
    std::ranges::sort(lines, {}, &LogLine::record);
    if (lines.size() > most_lines) lines.erase(lines.begin(), lines.end() - most_lines);
    std::string text;
    for (const LogLine& line : lines) {
        const auto* proxy = telling.cluster.proxy(line.proxy.value);
        const std::string log = render_log({&line, 1}, telling.cluster, telling.dialect);
        if (!log.empty()) text += fmt::format("  {}  {}", proxy->name, log);
    }
    return text;
}

std::string outlook_words(const sim::checks::Outlook& outlook, TrueTime zero) {
    using What = sim::checks::Outlook::What;
    switch (outlook.what) {
        case What::recovers:
            return fmt::format("it recovers by itself at {}",
                               story_time(*outlook.recovered_at, zero));
        case What::stuck:
            return outlook.last_change
                       ? fmt::format(
                             "stuck: nothing pending changes it; the last truth or belief "
                             "to change did at {}",
                             story_time(*outlook.last_change, zero))
                       : std::string("stuck: nothing pending changes it, or anything");
        case What::livelock:
            return fmt::format("livelock: the same again every {}",
                               span_text(outlook.turn->to - outlook.turn->from));
        case What::unsettled:
            return "unsettled: truths and beliefs still change, in no loop";
    }
    return {};
}

}  // namespace

std::string outlook_text(const Telling& alone, const sim::checks::Outlook& outlook,
                         const Style& style) {
    const TrueTime zero = alone.cluster.serving;
    const std::string text =
        fmt::format("left alone from {} on, for {}: {}", story_time(outlook.left_alone_at, zero),
                    span_text(outlook.watched), outlook_words(outlook, zero));
    const std::string turn =
        outlook.turn ? news_between(alone, outlook.turn->from, outlook.turn->to) : std::string();
    return wrap(text, style.width, 4) + "\n" + turn;
}

std::string explanation(const Telling& telling, const SealingResult& sealing,
                        const Violation& failed, const Style& style) {
    const TrueTime zero = telling.cluster.serving;
    std::string text = sealing_text(telling, sealing, failed, style);
    if (sealing.sealed_at) {
        const std::string step = step_at(telling, *sealing.sealed_at);
        const std::string news = news_between(telling, *sealing.open_at, *sealing.sealed_at);
        if (!step.empty()) text += fmt::format("in {}\n", step);
        text += news;
    }
    Sequence last = 0;
    for (const auto& evidence : failed.evidence) {
        if (evidence.record != 0 && evidence.since <= failed.since) {
            last = std::max(last, evidence.record);
        }
    }
    if (const std::string way = way_to(telling, last); last != 0 && !way.empty()) {
        text += fmt::format("the way to {} at {}\n{}", failed.oracle,
                            story_time(failed.since, zero), way);
    }
    return text;
}

}  // namespace reports
