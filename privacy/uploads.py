"""Uploads stay in memory: nothing a person sends is ever on disk in clear."""

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload


class InMemoryOrRefused(MemoryFileUploadHandler):
    """Keeps a file of up to UPLOAD_MAX_BYTES; of a larger one nothing, and `request.upload_too_large` is set."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = True
        self.request.upload_too_large = content_length > settings.UPLOAD_MAX_BYTES + 100_000  # the form around it

    def receive_data_chunk(self, raw_data, start):
        if self.request.upload_too_large or start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)
        self.file.write(raw_data)
