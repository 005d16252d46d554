import whisper
from TTS.api import TTS
from transformers import AutoModelForSpeechSeq2Seq

asr = AutoModelForSpeechSeq2Seq.from_pretrained("distil-whisper/distil-large-v3")
voice = client.audio.speech.create(model="tts-1-hd", voice="alloy", input="hi")
turbo = client.audio.transcriptions.create(model="gpt-4o-transcribe", file=f)
