"""Uploads stay in memory: nothing a person sends is ever on disk in clear."""

import io

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler


class InMemoryOrRefused(MemoryFileUploadHandler):
    """Keeps a file of up to UPLOAD_MAX_BYTES; of a larger one nothing, and `request.upload_too_large` is set.

    The rest of a refused file is read and dropped piece by piece. StopUpload would have Django read it line by line,
    and a file without line ends is one line; to hang up would show the sender a broken connection and no sentence.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = True
        self.request.upload_too_large = content_length > settings.UPLOAD_MAX_BYTES + 100_000  # the form around it

    def receive_data_chunk(self, raw_data, start):
        if self.request.upload_too_large or start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self.request.upload_too_large = True
            self.file = io.BytesIO()
        else:
            self.file.write(raw_data)

    def file_complete(self, file_size):
        return None if self.request.upload_too_large else super().file_complete(file_size)
