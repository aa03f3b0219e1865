#include "sim/simrun/rewrite.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace sim::simrun {
namespace {

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Only root may give a file to its owner; for everybody else it already is their own.
bool keep_owner_and_mode(int file, const struct stat& of) {
    struct stat own {};
    if (::fstat(file, &own) != 0) return false;
    const bool same_owner = own.st_uid == of.st_uid && own.st_gid == of.st_gid;
    if (!same_owner && ::fchown(file, of.st_uid, of.st_gid) != 0) return false;
    return ::fchmod(file, of.st_mode & 07777U) == 0;
}

/// errno of what failed, 0 if the file has the new text.
int replace(const std::string& path, std::string_view text) {
    struct stat before {};
    if (::stat(path.c_str(), &before) != 0) return errno;
    if (::access(path.c_str(), W_OK) != 0) return errno;
    std::string beside = path + ".XXXXXX";
    const int file = ::mkostemp(beside.data(), O_CLOEXEC);
    if (file < 0) return errno;
    int error = 0;
    if (!write_all(file, text) || !keep_owner_and_mode(file, before) || ::fsync(file) != 0) {
        error = errno;
    }
    if (::close(file) != 0 && error == 0) error = errno;
    if (error == 0 && ::rename(beside.c_str(), path.c_str()) != 0) error = errno;
    if (error != 0) ::unlink(beside.c_str());
    return error;
}

}  // namespace

std::string rewrite_file(const std::string& path, std::string_view text) {
    std::error_code unresolved;
    const auto real = std::filesystem::canonical(path, unresolved);
    const int error = unresolved ? unresolved.value() : replace(real.string(), text);
    return error == 0 ? std::string() : fmt::format("cannot be written: {}", std::strerror(error));
}

}  // namespace sim::simrun
