#include "sim/fidelity/log.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>

namespace sim::fidelity {
namespace {

/// What the product writes to its log without prefix: the run's result, and that a pid file is
/// left over.
bool known_raw(const std::string& text) {
    return text.starts_with("failover done. shutdown host ") ||
           text.starts_with("failback done. reconnect host ") ||
           text.starts_with("promotion done. promoted host ") ||
           text.starts_with("NOTICE: pid file found but it seems bogus.") ||
           text.starts_with("ERROR: pid file found. is another pgpool(");
}

/// What the recordings' own shell and `ip` wrote into the same file.
bool of_the_lab(const std::string& text) {
    return (text.starts_with("lab") && text.find(".sh: line ") != std::string::npos) ||
           text == "Error: ipv4: Address already assigned.";
}

constexpr std::size_t stamp_size = std::string_view("2026-11-22 07:24:13.926: pid ").size();

/// Whether `text` begins with "2026-11-22 07:24:13.926: pid ": 9 stands for any digit.
bool begins_with_stamp(std::string_view text) {
    constexpr std::string_view shape = "9999-99-99 99:99:99.999: pid ";
    if (text.size() < shape.size()) return false;
    for (std::size_t at = 0; at < shape.size(); ++at) {
        const bool digit = text[at] >= '0' && text[at] <= '9';
        if (shape[at] == '9' ? !digit : text[at] != shape[at]) return false;
    }
    return true;
}

std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

/// Of "2026-11-22 07:24:13.926".
std::int64_t milliseconds(std::string_view stamp) {
    return ((number(stamp.substr(11, 2)) * 60 + number(stamp.substr(14, 2))) * 60 +
            number(stamp.substr(17, 2))) *
               1000 +
           number(stamp.substr(20, 3));
}

/// The text up to `end`, which is taken out of `rest` with it; none if `end` does not come.
std::optional<std::string_view> take(std::string_view& rest, std::string_view end) {
    const std::size_t at = rest.find(end);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view taken = rest.substr(0, at);
    rest.remove_prefix(at + end.size());
    return taken;
}

bool all_of(std::string_view text, bool (*fits)(char)) {
    return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

/// The message on a line, and what stands glued before its time stamp.
struct Split {
    std::string before;
    Entry entry;
};

std::optional<Split> split_line(std::string_view line) {
    std::size_t begin = 0;
    while (begin < line.size() && !begins_with_stamp(line.substr(begin))) ++begin;
    if (begin == line.size()) return std::nullopt;
    std::string_view rest = line.substr(begin + stamp_size);
    const auto pid = take(rest, ": ");
    const auto process = take(rest, ": ");
    const auto level = take(rest, ":  ");
    const auto digit = [](char each) { return each >= '0' && each <= '9'; };
    const auto capital = [](char each) { return (each >= 'A' && each <= 'Z') || each == ' '; };
    if (!pid || !process || !level || !all_of(*pid, digit) || !all_of(*process, capital) ||
        !all_of(level->substr(0, 1), capital)) {
        return std::nullopt;
    }
    Split split;
    split.before = line.substr(0, begin);
    split.entry.time = milliseconds(line.substr(begin));
    split.entry.pid = static_cast<std::int32_t>(number(*pid));
    split.entry.process = *process;
    split.entry.level = *level;
    split.entry.text = rest;
    return split;
}

bool continues(const std::string& level) {
    return level == "DETAIL" || level == "HINT" || level == "CONTEXT";
}

Entry raw_entry(std::int64_t time, const std::string& text) {
    return Entry{time, 0, "raw", "", text, {}, 0};
}

class Reader {
  public:
    void add(const std::string& line) {
        const std::optional<Split> split = split_line(line);
        if (!split) {
            add_raw(last_time(), line);
            return;
        }
        if (!split->before.empty()) add_raw(split->entry.time, split->before);
        if (continues(split->entry.level)) {
            continue_message(split->entry, line);
        } else {
            log_.entries.push_back(split->entry);
        }
    }

    [[nodiscard]] Log finish() {
        for (std::size_t at = 0; at < log_.entries.size(); ++at) log_.entries[at].number = at;
        return std::move(log_);
    }

  private:
    [[nodiscard]] std::int64_t last_time() const {
        return log_.entries.empty() ? 0 : log_.entries.back().time;
    }

    void add_raw(std::int64_t time, const std::string& text) {
        if (text.empty() || of_the_lab(text)) return;
        if (known_raw(text)) {
            log_.entries.push_back(raw_entry(time, text));
        } else {
            log_.strange.push_back(text);
        }
    }

    void continue_message(const Entry& part, const std::string& line) {
        for (auto at = log_.entries.rbegin(); at != log_.entries.rend(); ++at) {
            if (at->pid != part.pid) continue;
            at->more.push_back(part.level + ":  " + part.text);
            return;
        }
        log_.strange.push_back(line);
    }

    Log log_;
};

}  // namespace

Log parse_log(const std::string& text) {
    Reader reader;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) reader.add(line);
    return reader.finish();
}

}  // namespace sim::fidelity
