#include "admin_routes.hpp"

#include "platform/http/counted_paging.hpp"
#include "platform/http/form.hpp"
#include "refusals.hpp"

namespace kontor::media {

using platform::Result;
using platform::Text;
using namespace platform::http;

namespace {

// What the parts of a form take beside the files in them.
constexpr std::size_t room_for_a_form = 64 << 10;

struct AssetPath {
    MediaId media;
};
BOOST_DESCRIBE_STRUCT(AssetPath, (), (media))

struct UploadPath {
    UploadId upload;
};
BOOST_DESCRIBE_STRUCT(UploadPath, (), (upload))

struct Pictures {
    std::vector<File> file;
    std::optional<Text<0, 500>> alt;
};
BOOST_DESCRIBE_STRUCT(Pictures, (), (file, alt))

struct Description {
    Text<0, 500> alt;
};
BOOST_DESCRIBE_STRUCT(Description, (), (alt))

struct NewUpload {
    platform::Whole<1, largest_file> bytes;
};
BOOST_DESCRIBE_STRUCT(NewUpload, (), (bytes))

struct Added {
    std::vector<Asset> data;
};
BOOST_DESCRIBE_STRUCT(Added, (), (data))

Route staff(Method method, const std::string& path, const std::string& operation,
            const std::string& summary) {
    return Route(method, "/v1/admin/media" + path, operation, summary)
        .by_staff_of("catalog")
        .tag("Media (staff)");
}

Result<Answer<201, Added>> add(Archive& archive, const Pictures& pictures) {
    std::vector<NewAsset> files;
    for (const auto& file : pictures.file) {
        files.push_back({file.bytes, {}});
        if (pictures.alt) files.back().alt = pictures.alt->value();
    }
    auto added = archive.add_all(files);
    if (!added) return added.error();
    const auto location = "/v1/admin/media/" + added->front().id.text();
    return Answer<201, Added>{{*std::move(added)}, {{"Location", location}}};
}

void add_taking_routes(Router& router, Archive& archive) {
    router.add(staff(Method::post, "", "add_media", "Takes pictures")
                   .describe("A form with one or several files, or one JPEG, PNG or WebP as the "
                             "body itself. The same picture again is the same asset.")
                   .or_file({"image/jpeg", "image/png", "image/webp"})
                   .up_to(largest_file + room_for_a_form)
                   .remote()
                   .may_answer(409, "media.being_removed")
                   .may_answer(413, "media.too_large")
                   .may_answer(415, "media.not_an_image")
                   .may_answer(422, "media.damaged, media.too_many_pixels"),
               [&archive](const Call<Nothing, Form<Pictures>>& call) {
                   return add(archive, call.body.fields);
               });
    router.add(staff(Method::post, "/uploads", "begin_media_upload",
                     "An address to put a picture into the storage directly")
                   .may_answer(409, "media.no_direct_upload"),
               [&archive](const Call<Nothing, NewUpload>& call) {
                   return created(archive.begin_upload(call.body.bytes));
               });
    router.add(staff(Method::post, "/uploads/{upload}/complete", "complete_media_upload",
                     "Takes the picture that was put there")
                   .remote()
                   .may_answer(409, "media.not_uploaded, media.being_removed")
                   .may_answer(413, "media.too_large")
                   .may_answer(415, "media.not_an_image")
                   .may_answer(422, "media.damaged, media.too_many_pixels"),
               [&archive](const Call<UploadPath>& call) -> Result<Asset> {
                   return archive.complete_upload(call.path.upload);
               });
}

}  // namespace

void add_admin_routes(Router& router, Archive& archive, platform::Jobs& jobs,
                      const std::string& cursor_secret) {
    add_taking_routes(router, archive);
    router.add(staff(Method::get, "", "list_media", "Pictures, newest first"),
               [&archive, cursors = Cursors(cursor_secret)](
                   const Call<Nothing, Nothing, CountedQuery>& call) {
                   const auto read = [&](const auto& after, std::size_t rows) {
                       return archive.list({after, rows});
                   };
                   return CountedPaging(cursors, "media", call.query).by_id(&Asset::id, read);
               });
    router.add(staff(Method::get, "/{media}", "get_media", "A picture and its renditions"),
               [&archive](const Call<AssetPath>& call) -> Result<Asset> {
                   auto found = archive.assets({call.path.media});
                   if (found.empty()) return no_such_asset();
                   return std::move(found.front());
               });
    router.add(staff(Method::patch, "/{media}", "describe_media", "Says what a picture shows"),
               [&archive](const Call<AssetPath, Description>& call) -> Result<Asset> {
                   return archive.describe(call.path.media, call.body.alt);
               });
    router.add(
        staff(Method::del, "/{media}", "remove_media", "Removes a picture that nobody needs"),
        [&archive, &jobs](const Call<AssetPath>& call) -> Result<> {
            auto removed = archive.remove(call.path.media);
            if (removed) jobs.wake("media.tidy");
            return removed;
        });
}

}  // namespace kontor::media
