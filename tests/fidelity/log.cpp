#include "tests/fidelity/log.hpp"

#include <fstream>
#include <optional>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace fidelity {
namespace {

/// What the product writes to its log without prefix: the run's result, and scripts' words.
bool known_raw(const std::string& text) {
    return text.starts_with("failover done. shutdown host ") ||
           text.starts_with("failback done. reconnect host ") ||
           text.starts_with("promotion done. promoted host ");
}

std::int64_t milliseconds(const std::smatch& parts) {
    const auto number = [&](std::size_t at) { return std::int64_t{std::stoi(parts[at].str())}; };
    return ((number(2) * 60 + number(3)) * 60 + number(4)) * 1000 + number(5);
}

/// The message on a line, and what stands glued before its time stamp.
struct Split {
    std::string before;
    Entry entry;
};

std::optional<Split> split_line(const std::string& line) {
    static const std::regex stamp(R"(\d{4}-\d\d-\d\d (\d\d):(\d\d):(\d\d)\.(\d{3}): pid )");
    std::smatch where;
    if (!std::regex_search(line, where, stamp)) return std::nullopt;
    const std::string rest = line.substr(static_cast<std::size_t>(where.position()));
    static const std::regex message(R"((\d{4}-\d\d-\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3}): )"
                                    R"(pid (\d+): ([A-Z ]+): ([A-Z0-9]+):  (.*))");
    std::smatch parts;
    if (!std::regex_match(rest, parts, message)) return std::nullopt;
    Split split;
    split.before = where.prefix();
    split.entry.time = milliseconds(parts);
    split.entry.pid = std::stoi(parts[6]);
    split.entry.process = parts[7];
    split.entry.level = parts[8];
    split.entry.text = parts[9];
    return split;
}

bool continues(const std::string& level) {
    return level == "DETAIL" || level == "HINT" || level == "CONTEXT";
}

Entry raw_entry(std::int64_t time, const std::string& text) {
    return Entry{time, 0, "raw", "", text, {}};
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

    [[nodiscard]] Log finish() { return std::move(log_); }

  private:
    [[nodiscard]] std::int64_t last_time() const {
        return log_.entries.empty() ? 0 : log_.entries.back().time;
    }

    void add_raw(std::int64_t time, const std::string& text) {
        if (text.empty()) return;
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

std::string read_text(const std::string& path) {
    std::ifstream in(std::string(SIMRUN_SOURCE_DIR "/") + path, std::ios::binary);
    if (!in) throw std::runtime_error("there is no " + path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace fidelity
